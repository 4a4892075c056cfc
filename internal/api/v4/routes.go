package v4

import "slices"

// routes is the whole wire. Nothing is registered elsewhere.
func routes() []route {
	return slices.Concat(accountRoutes(), pipelineRoutes())
}

func accountRoutes() []route {
	return []route{
		{"GET", "account", anyone, "the account of the token", (*API).getAccount},
	}
}

func pipelineRoutes() []route {
	return []route{
		{"GET", "leads/pipelines", anyone, "pipelines with their stages", (*API).listPipelines},
		{"POST", "leads/pipelines", anyone, "create pipelines", (*API).createPipelines},
		{"GET", "leads/pipelines/{id}", anyone, "one pipeline", (*API).getPipeline},
		{"PATCH", "leads/pipelines/{id}", anyone, "rename a pipeline, make it the main one", (*API).updatePipeline},
		{"DELETE", "leads/pipelines/{id}", anyone, "delete a pipeline without leads", (*API).deletePipeline},
		{"GET", "leads/pipelines/{pid}/statuses", anyone, "stages of a pipeline", (*API).listStatuses},
		{"POST", "leads/pipelines/{pid}/statuses", anyone, "create stages", (*API).createStatuses},
		{"GET", "leads/pipelines/{pid}/statuses/{id}", anyone, "one stage", (*API).getStatus},
		{"PATCH", "leads/pipelines/{pid}/statuses/{id}", anyone, "change a stage", (*API).updateStatus},
		{"DELETE", "leads/pipelines/{pid}/statuses/{id}", anyone, "delete a stage without leads", (*API).deleteStatus},
		{"GET", "leads/loss_reasons", anyone, "loss reasons", (*API).listLossReasons},
		{"POST", "leads/loss_reasons", anyone, "create loss reasons", (*API).createLossReasons},
		{"GET", "leads/loss_reasons/{id}", anyone, "one loss reason", (*API).getLossReason},
		{"PATCH", "leads/loss_reasons/{id}", anyone, "rename a loss reason", (*API).updateLossReason},
		{"DELETE", "leads/loss_reasons/{id}", anyone, "delete a loss reason", (*API).deleteLossReason},
	}
}

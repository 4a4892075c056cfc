package v1

import (
	"net/http"
	"slices"

	"voronka/internal/crm"
)

// routes is the whole surface of the API.
func (a *API) routes() []Route {
	return slices.Concat(a.accountRoutes(), a.settingsRoutes(), a.workRoutes(), a.webhookRoutes(), a.ruleRoutes(), a.importRoutes(), a.exportRoutes(), a.listRoutes(), a.fileRoutes(), a.mergeRoutes(), a.noticeRoutes())
}

// fileRoutes are the files of cards, and what I keep at hand. A file follows its card: the verb asks for the right.
func (a *API) fileRoutes() []Route {
	made := status(http.StatusCreated)
	return []Route{
		answer("GET", "/files", Signed, "The files of a card, newest first", a.listFiles),
		answer("POST", "/files", Signed, "Upload a file to a card", a.uploadFile, made, streamed()),
		answer("GET", "/files/space", Signed, "The space files take, and its limits", a.fileSpace),
		answer("GET", "/files/largest", Admin, "The files that take most space", a.largestFiles),
		answer("PUT", "/files/limits", Admin, "Bound the space files take", a.setFileLimits),
		answer("GET", "/files/{id}", Signed, "One file", a.findFile),
		answer("PATCH", "/files/{id}", Signed, "Rename a file", a.renameFile),
		nothing("DELETE", "/files/{id}", Signed, "Put a file into the bin", a.deleteFile),
		answer("POST", "/files/{id}/restore", Signed, "Take a file out of the bin", a.restoreFile),
		raw("GET", "/files/{id}/content", Signed, "The bytes of a file", a.fileContent),
		raw("GET", "/files/{id}/preview", Signed, "A small picture of a file", a.filePreview),
		answer("GET", "/files/{id}/versions", Signed, "The versions of a file, newest first", a.listVersions),
		answer("POST", "/files/{id}/versions", Signed, "Upload a new version", a.uploadVersion, made, streamed()),
		answer("POST", "/files/{id}/versions/{version_id}/restore", Signed, "Show an older version again", a.restoreVersion),
		answer("GET", "/files/{id}/links", Signed, "The public links to a file", a.listFileLinks),
		answer("POST", "/files/{id}/links", Signed, "Make a public link to a file", a.addFileLink, made),
		nothing("DELETE", "/file-links/{id}", Signed, "Revoke a public link", a.revokeFileLink),
		answer("GET", "/me/recent", Signed, "My starred cards and those I opened last", a.recent),
	}
}

// listRoutes are saved views, and changes of many cards at once; the verbs ask for the rights of the kind.
func (a *API) listRoutes() []Route {
	made := status(http.StatusCreated)
	return []Route{
		answer("GET", "/views", Signed, "The views of a kind of card: every account's, mine and the shared ones", a.listViews),
		answer("POST", "/views", Signed, "Save a view", a.createView, made),
		answer("GET", "/views/counts", Signed, "How many cards each view shows, as far as 10,000", a.countViews),
		answer("GET", "/lists/groups", Signed, "The parts of a list by one of its columns, with counts and sums", a.groupList),
		answer("GET", "/lists/summaries", Signed, "Sum, average, least and largest of columns of numbers", a.sumList),
		nothing("PUT", "/views/order", Signed, "Put the views I may change in order", a.orderViews),
		nothing("PUT", "/views/default", Signed, "Choose the view I begin with", a.setDefaultView),
		answer("PATCH", "/views/{id}", Signed, "Change a view", a.updateView),
		nothing("DELETE", "/views/{id}", Signed, "Delete a view", a.deleteView),
		answer("GET", "/bulk", Signed, "My changes of many cards, the latest first", a.listBulks),
		answer("POST", "/bulk", Signed, "Change many cards at once, in the background", a.startBulk, made),
		answer("GET", "/bulk/{id}", Signed, "How far a change of many cards has come", a.findBulk),
		answer("GET", "/bulk/{id}/items", Signed, "What became of the cards, with the reasons of refusals", a.bulkItems),
		answer("POST", "/bulk/{id}/cancel", Signed, "Stop it; what was changed stays", a.cancelBulk),
		answer("POST", "/bulk/{id}/undo", Signed, "Take it back; what somebody has changed since stays", a.undoBulk),
	}
}

// accountRoutes are about accounts and people.
func (a *API) accountRoutes() []Route {
	return []Route{
		answer("GET", "/setup", Public, "Whether the installation still needs its first account", a.needsSetup),
		raw("POST", "/setup", Public, "Make the first account with its administrator", a.setUp, status(201)),
		raw("POST", "/session", Public, "Sign in", a.signIn),
		raw("DELETE", "/session", Signed, "Sign out", a.signOut, status(204)),
		answer("GET", "/invitations/{word}", Public, "What an invitation leads to", a.findInvitation),
		raw("POST", "/invitations/{word}/accept", Public, "Accept an invitation and sign in", a.acceptInvitation),

		answer("GET", "/me", Signed, "Who I am and what I may do", a.findMe),
		answer("PATCH", "/me", Signed, "Change my profile, settings or password", a.updateMe),
		answer("GET", "/me/sessions", Signed, "My signed-in browsers", a.listSessions),
		nothing("DELETE", "/me/sessions/{id}", Signed, "Sign one of my browsers out", a.endSession),
		answer("GET", "/me/tokens", Signed, "My tokens for programs", a.listTokens),
		answer("POST", "/me/tokens", Signed, "Make a token for a program; it is shown once", a.createToken, status(201)),
		nothing("DELETE", "/me/tokens/{id}", Signed, "Revoke a token", a.revokeToken),
		answer("GET", "/bootstrap", Signed, "Everything the client needs once", a.bootstrap),

		answer("PATCH", "/account", Admin, "Change the account", a.updateAccount),
		answer("GET", "/sign-ins", Signed, "The log of sign-ins: mine, or everybody's for an administrator", a.listSignIns),

		answer("GET", "/users", Signed, "The people of the account", a.listUsers),
		answer("POST", "/users", Admin, "Invite a person", a.inviteUser, status(201)),
		answer("GET", "/users/{id}", Signed, "One user", a.findUser),
		answer("PATCH", "/users/{id}", Admin, "Change a user, or take back one who left", a.updateUser),
		nothing("DELETE", "/users/{id}", Admin, "Deactivate a user in favour of a successor, or cancel an invitation", a.deleteUser),
		answer("POST", "/users/{id}/invitation", Admin, "Make a new link for an invited person", a.reinviteUser, status(201)),

		answer("GET", "/working-hours", Signed, "When the account works, and who differs from it", a.workingHours),
		answer("PUT", "/working-hours", "extra.settings", "Say when the account works", a.setWorkingHours),
		answer("PUT", "/users/{id}/working-hours", Signed, "Say how my hours differ, or those of a colleague", a.setUserHours),

		answer("GET", "/groups", Signed, "The groups of the account", a.listGroups),
		answer("POST", "/groups", Admin, "Make a group", a.createGroup, status(201)),
		answer("PATCH", "/groups/{id}", Admin, "Rename a group, move it, or give it a head", a.updateGroup),
		nothing("DELETE", "/groups/{id}", Admin, "Delete a group; its members stay", a.deleteGroup),

		answer("GET", "/roles", "extra.settings", "The roles of the account", a.listRoles),
		answer("POST", "/roles", Admin, "Make a role", a.createRole, status(201)),
		answer("PATCH", "/roles/{id}", Admin, "Change a role; its users feel it at once", a.updateRole),
		nothing("DELETE", "/roles/{id}", Admin, "Delete a role that nobody has", a.deleteRole),
	}
}

// settingsRoutes are what an account is set up with.
func (a *API) settingsRoutes() []Route {
	made := status(http.StatusCreated)
	return []Route{
		answer("GET", "/pipelines", Signed, "The pipelines with their stages", a.listPipelines),
		answer("POST", "/pipelines", "extra.settings", "Make a pipeline", a.createPipeline, made),
		nothing("PUT", "/pipelines/order", "extra.settings", "Put the pipelines in order", a.orderPipelines),
		answer("PATCH", "/pipelines/{id}", "extra.settings", "Rename a pipeline or make it the main one", a.updatePipeline),
		nothing("DELETE", "/pipelines/{id}", "extra.settings", "Delete a pipeline; its deals go to another stage", a.deletePipeline),
		answer("POST", "/pipelines/{id}/statuses", "extra.settings", "Add a stage", a.createStatus, made),
		nothing("PUT", "/pipelines/{id}/statuses/order", "extra.settings", "Put the open stages in order", a.orderStatuses),
		answer("PATCH", "/statuses/{id}", "extra.settings", "Change a stage", a.updateStatus),
		nothing("DELETE", "/statuses/{id}", "extra.settings", "Delete a stage; its deals go to another one", a.deleteStatus),

		answer("GET", "/loss-reasons", Signed, "Why deals are lost", a.listLossReasons),
		answer("POST", "/loss-reasons", "extra.settings", "Add a reason", a.createLossReason, made),
		nothing("PUT", "/loss-reasons/order", "extra.settings", "Put the reasons in order", a.orderLossReasons),
		answer("PATCH", "/loss-reasons/{id}", "extra.settings", "Rename a reason", a.renameLossReason),
		nothing("DELETE", "/loss-reasons/{id}", "extra.settings", "Delete a reason; lost deals keep it", a.deleteLossReason),

		answer("GET", "/fields", Signed, "The custom fields and groups of a kind of card", a.listFields),
		answer("POST", "/fields", "extra.settings", "Make a field", a.createField, made),
		nothing("PUT", "/fields/order", "extra.settings", "Put the fields of a kind in order", a.orderFields),
		answer("PATCH", "/fields/{id}", "extra.settings", "Change a field", a.updateField),
		nothing("DELETE", "/fields/{id}", "extra.settings", "Delete a field; the values stay for its return", a.deleteField),
		answer("POST", "/fields/{id}/restore", "extra.settings", "Bring a deleted field back with its values", a.restoreField),
		answer("POST", "/fields/{id}/options", "extra.settings", "Add a choice to a list", a.addOption, made),
		answer("DELETE", "/fields/{id}/options/{option_id}", "extra.settings", "Take a choice off a list, with another in its place or none", a.removeOption),
		answer("GET", "/fields/{id}/dependants", "extra.settings", "What uses a field, or a choice of it", a.fieldDependants),
		answer("GET", "/fields/{id}/roles", Admin, "For which roles a field is hidden or only seen", a.fieldRoles),
		nothing("PUT", "/fields/{id}/roles", Admin, "Hide a field from roles, or let them only see it", a.setFieldRoles),
		answer("GET", "/fields/works", "extra.settings", "Runs over all cards after changes of fields", a.fieldWorks),
		answer("POST", "/fields/tracking", "extra.settings", "Make the fields that forms and analytics fill", a.addTracking, made),
		answer("POST", "/field-groups", "extra.settings", "Make a group of fields", a.createFieldGroup, made),
		nothing("PUT", "/field-groups/order", "extra.settings", "Put the groups of a kind in order", a.orderFieldGroups),
		answer("PATCH", "/field-groups/{id}", "extra.settings", "Rename a group", a.renameFieldGroup),
		nothing("DELETE", "/field-groups/{id}", "extra.settings", "Delete a group; its fields stay", a.deleteFieldGroup),

		answer("GET", "/task-types", Signed, "The types of tasks", a.listTaskTypes),
		answer("POST", "/task-types", "extra.settings", "Make a type of tasks", a.createTaskType, made),
		nothing("PUT", "/task-types/order", "extra.settings", "Put the types in order", a.orderTaskTypes),
		answer("PATCH", "/task-types/{id}", "extra.settings", "Change a type", a.updateTaskType),
		nothing("DELETE", "/task-types/{id}", "extra.settings", "Delete a type; another replaces it", a.deleteTaskType),
	}
}

// workRoutes are the cards and what is done with them.
func (a *API) workRoutes() []Route {
	made := status(http.StatusCreated)
	return slices.Concat(
		a.historyRoutes("/deals", crm.Deal), a.historyRoutes("/contacts", crm.Contact), a.historyRoutes("/companies", crm.Company),
		[]Route{
			answer("GET", "/deals", "deal.view", "Deals by filter, sorted, in pages", a.listDeals),
			answer("POST", "/deals", "deal.create", "Add a deal with its people and company", a.createDeal, made),
			answer("GET", "/deals/count", "deal.view", "How many deals the filter lets pass, and their sum", a.countDeals),
			answer("GET", "/deals/board", "deal.view", "The board of a pipeline: counts, sums and the first cards of each stage", a.board),
			answer("GET", "/deals/board/counts", "deal.view", "The board without cards", a.boardCounts),
			answer("GET", "/deals/board/cards", "deal.view", "Single cards of the board by id", a.boardCards),
			answer("GET", "/deals/board/columns/{status_id}", "deal.view", "More cards of a stage", a.boardColumn),
			answer("GET", "/deals/{id}", "deal.view", "One deal", a.findDeal),
			answer("PATCH", "/deals/{id}", "deal.edit", "Change a deal", a.updateDeal),
			nothing("DELETE", "/deals/{id}", "deal.delete", "Put a deal into the recycle bin", a.deleteDeal),
			answer("POST", "/deals/{id}/restore", "deal.delete", "Take a deal out of the bin", a.restoreDeal),
			answer("POST", "/deals/{id}/move", "deal.edit", "Move a deal to a stage", a.moveDeal),
			answer("PUT", "/deals/{id}/contacts/{contact_id}", "deal.edit", "Link a contact, or make it the main one", a.linkContact),
			answer("DELETE", "/deals/{id}/contacts/{contact_id}", "deal.edit", "Unlink a contact", a.unlinkContact),

			answer("GET", "/contacts", "contact.view", "People by filter, sorted, in pages", a.listContacts),
			answer("POST", "/contacts", "contact.create", "Add a person", a.createContact, made),
			answer("GET", "/contacts/count", "contact.view", "How many people the filter lets pass", a.countContacts),
			answer("GET", "/contacts/{id}", "contact.view", "One person", a.findContact),
			answer("PATCH", "/contacts/{id}", "contact.edit", "Change a person", a.updateContact),
			nothing("DELETE", "/contacts/{id}", "contact.delete", "Put a person into the recycle bin", a.deleteContact),
			answer("POST", "/contacts/{id}/restore", "contact.delete", "Take a person out of the bin", a.restoreContact),

			answer("GET", "/companies", "company.view", "Companies by filter, sorted, in pages", a.listCompanies),
			answer("POST", "/companies", "company.create", "Add a company", a.createCompany, made),
			answer("GET", "/companies/count", "company.view", "How many companies the filter lets pass", a.countCompanies),
			answer("GET", "/companies/{id}", "company.view", "One company", a.findCompany),
			answer("PATCH", "/companies/{id}", "company.edit", "Change a company", a.updateCompany),
			nothing("DELETE", "/companies/{id}", "company.delete", "Put a company into the recycle bin", a.deleteCompany),
			answer("POST", "/companies/{id}/restore", "company.delete", "Take a company out of the bin", a.restoreCompany),

			answer("GET", "/search", Signed, "Cards by any part of a name, phone, e-mail, number or field", a.search),
			answer("GET", "/duplicates", Signed, "Cards with the same phone, e-mail or name", a.findDuplicates),
			answer("GET", "/events", "extra.events", "What happened in the account, newest first", a.listEvents),
			answer("GET", "/tags", Signed, "The tags of a kind of card", a.listTags),

			answer("PATCH", "/notes/{id}", Signed, "Change a note", a.editNote),
			nothing("DELETE", "/notes/{id}", Signed, "Delete a note", a.deleteNote),
			answer("PUT", "/notes/{id}/pin", Signed, "Pin a note to the top of the feed, or take it down", a.pinNote),

			answer("GET", "/tasks", "task.view", "Tasks by bucket, person, card, time", a.listTasks),
			answer("POST", "/tasks", "task.create", "Make a task", a.createTask, made),
			answer("GET", "/tasks/counts", "task.view", "How many tasks each bucket has", a.countTasks),
			answer("GET", "/tasks/calendar", "task.view", "Every task of a stretch of time, and the days repeating ones come back on", a.taskCalendar),
			answer("POST", "/tasks/change", "task.edit", "Put off or reassign up to 500 tasks", a.changeTasks),
			answer("POST", "/tasks/complete", "task.edit", "Complete up to 500 tasks with one result", a.completeTasks),
			answer("GET", "/tasks/{id}", "task.view", "One task", a.findTask),
			answer("PATCH", "/tasks/{id}", "task.edit", "Change an open task", a.updateTask),
			nothing("DELETE", "/tasks/{id}", "task.delete", "Delete a task", a.deleteTask),
			answer("POST", "/tasks/{id}/complete", "task.edit", "Complete a task with its result", a.completeTask),
			answer("PUT", "/tasks/{id}/checklist/{point_id}", "task.view", "Tick a point of the checklist, or untick it", a.tickTask),
			answer("POST", "/tasks/{id}/skip", "task.edit", "Put a repeating task on the next day of its rule", a.skipTask),
			answer("POST", "/tasks/{id}/reopen", "task.edit", "Open a completed task again", a.reopenTask),
		})
}

// noticeRoutes are what people are told, and how letters and pushes reach them.
func (a *API) noticeRoutes() []Route {
	return []Route{
		answer("GET", "/notices", Signed, "What I am told, newest first", a.listNotices),
		answer("GET", "/notices/count", Signed, "How much of it I have not read", a.countNotices),
		nothing("POST", "/notices/read", Signed, "Read everything of a tab", a.readAllNotices),
		nothing("POST", "/notices/{id}/read", Signed, "Read a notice", a.readNotice),
		nothing("POST", "/notices/{id}/done", Signed, "Mark a notice as dealt with", a.finishNotice),
		nothing("POST", "/notices/{id}/snooze", Signed, "Bring a notice again later", a.snoozeNotice),
		answer("GET", "/me/notice-settings", Signed, "What I am told, when and how", a.findNoticeSettings),
		answer("PATCH", "/me/notice-settings", Signed, "Choose what I am told, when and how", a.updateNoticeSettings),
		answer("GET", "/push-subscriptions", Signed, "My browsers that take pushes", a.listPushSubscriptions),
		answer("POST", "/push-subscriptions", Signed, "Let this browser take pushes", a.createPushSubscription, status(http.StatusCreated)),
		nothing("DELETE", "/push-subscriptions/{id}", Signed, "Send no pushes to a browser any more", a.deletePushSubscription),
		answer("GET", "/settings/smtp", "extra.settings", "The mail server", a.findSMTP),
		answer("PUT", "/settings/smtp", "extra.settings", "Set the mail server", a.saveSMTP),
		nothing("DELETE", "/settings/smtp", "extra.settings", "Send no letters any more", a.deleteSMTP),
		answer("POST", "/settings/smtp/test", "extra.settings", "Send a letter to me, at once", a.testSMTP),
		answer("GET", "/password-reset", Public, "Whether a forgotten password can be reset by a letter", a.resetReady),
		nothing("POST", "/password-reset", Public, "Send a letter to whoever forgot the password; the answer is the same for all", a.askReset),
		answer("GET", "/password-reset/{word}", Public, "Whose password a link changes", a.findReset),
		nothing("POST", "/password-reset/{word}", Public, "Choose a new password; all sessions end", a.resetPassword),
	}
}

// mergeRoutes are duplicates, merging and the recycle bin.
func (a *API) mergeRoutes() []Route {
	return []Route{
		answer("GET", "/duplicates/groups", Signed, "Cards that share a phone, an e-mail address or a name", a.duplicateGroups),
		nothing("PUT", "/duplicates/different", Signed, "Say that cards which look alike are different ones", a.setDifferent),
		answer("GET", "/merges", Signed, "The cards that were merged into one", a.listMergedFrom),
		answer("POST", "/merges/preview", Signed, "What merging cards would make", a.previewMerge),
		answer("POST", "/merges", Signed, "Merge two to five cards of one kind into one", a.mergeCards, status(http.StatusCreated)),
		answer("POST", "/merges/{id}/undo", Signed, "Take a merge back, except what people changed since", a.undoMerge),
		answer("GET", "/bin", Signed, "The recycle bin: deleted cards I may restore, the last deleted first", a.listBin),
		answer("POST", "/bin/restore", Signed, "Take cards out of the bin, with their links", a.restoreCards),
		answer("POST", "/bin/purge", Admin, "Delete cards of the bin for ever", a.purgeCards),
		answer("GET", "/bin/settings", Signed, "How long cards stay in the bin", a.findBinSettings),
		answer("PUT", "/bin/settings", Admin, "Keep the bin for ever, or not", a.updateBinSettings),
	}
}

import type { Bootstrap, Field, Pipeline, Status } from '@/lib/bootstrap';

/** The bootstrap with one pipeline changed. */
export function withPipeline(boot: Bootstrap, id: number, change: (p: Pipeline) => Pipeline): Bootstrap {
  return { ...boot, pipelines: boot.pipelines.map((p) => (p.id === id ? change(p) : p)) };
}

/** The bootstrap with one stage changed. */
export function withStatus(boot: Bootstrap, status: Status, patch: Partial<Status>): Bootstrap {
  return withPipeline(boot, status.pipeline_id, (p) => ({
    ...p,
    statuses: p.statuses.map((s) => (s.id === status.id ? { ...s, ...patch } : s)),
  }));
}

/** A change of a stage as it is asked for: 0 stale days and a negative probability take them away. */
export interface StatusPatch {
  name?: string;
  hue?: number;
  description?: string;
  stale_days?: number;
  probability?: number;
}

/** What the stage is after the change. */
export function patched({ stale_days, probability, ...patch }: StatusPatch): Partial<Status> {
  return {
    ...patch,
    ...(stale_days === undefined ? {} : { stale_days: stale_days || null }),
    ...(probability === undefined ? {} : { probability: probability < 0 ? null : probability }),
  };
}

/** The open stages in a new order; the closing ones stay at the end. */
export function withOpenOrder(p: Pipeline, ids: readonly number[]): Pipeline {
  const open = ids.flatMap((id) => p.statuses.find((s) => s.id === id) ?? []);
  return { ...p, statuses: [...open, ...p.statuses.filter((s) => s.kind !== 'open')] };
}

/** Where the deals of a stage go when nobody has chosen: the stage before it, else the one after. */
export function neighbour(p: Pipeline, status: Status): Status | undefined {
  const open = p.statuses.filter((s) => s.kind === 'open');
  const at = open.findIndex((s) => s.id === status.id);
  return open[at - 1] ?? open[at + 1];
}

/** How many fields a stage asks for: those required in it or in a stage before it. */
export function requiredCount(fields: readonly Field[], p: Pipeline, status: Status): number {
  const at = p.statuses.findIndex((s) => s.id === status.id);
  return fields.filter((f) =>
    f.requirements.some((r) => {
      const from = p.statuses.findIndex((s) => s.id === r.status_id);
      return r.pipeline_id === p.id && from >= 0 && from <= at;
    }),
  ).length;
}

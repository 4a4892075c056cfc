/** A point of a checklist being written; without an id it is new. */
export interface PointDraft {
  id?: number;
  text: string;
  is_done: boolean;
}

/** Puts a point one place up or down. */
export function movePoint(points: readonly PointDraft[], at: number, by: 1 | -1): PointDraft[] {
  const to = at + by;
  if (to < 0 || to >= points.length) return [...points];
  const next = [...points];
  next.splice(to, 0, ...next.splice(at, 1));
  return next;
}

/** What is sent: without the points nothing stands in. */
export function writtenPoints(points: readonly PointDraft[]): PointDraft[] {
  return points.flatMap((p) =>
    p.text.trim() ? [{ ...(p.id ? { id: p.id } : {}), text: p.text.trim(), is_done: p.is_done }] : [],
  );
}

/** `2/5`: how many points are done; empty without a checklist. */
export function pointsDone(points: readonly { is_done: boolean }[]): string {
  return points.length ? `${points.filter((p) => p.is_done).length}/${points.length}` : '';
}

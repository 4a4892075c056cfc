import { expect, it } from 'vitest';
import type { Field, Pipeline, Status } from '@/lib/bootstrap';
import { neighbour, requiredCount, withOpenOrder } from './model';

const stage = (id: number, kind = 'open') => ({ id, kind, pipeline_id: 1, name: `s${id}` }) as Status;
const pipeline = { id: 1, statuses: [stage(1), stage(2), stage(3), stage(8, 'won'), stage(9, 'lost')] } as Pipeline;
const field = (id: number, from?: number) =>
  ({ id, requirements: from ? [{ pipeline_id: 1, status_id: from }] : [] }) as unknown as Field;

it('sends the deals of a stage to the one before it, of the first to the second', () => {
  expect(neighbour(pipeline, stage(2))?.id).toBe(1);
  expect(neighbour(pipeline, stage(1))?.id).toBe(2);
});

it('keeps the closing stages at the end', () => {
  expect(withOpenOrder(pipeline, [3, 1, 2]).statuses.map((s) => s.id)).toEqual([3, 1, 2, 8, 9]);
});

it('counts fields required in a stage or before it', () => {
  const fields = [field(1, 2), field(2, 3), field(3)];
  expect([1, 2, 3].map((id) => requiredCount(fields, pipeline, stage(id)))).toEqual([0, 1, 2]);
});

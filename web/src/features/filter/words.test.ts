import { expect, it } from 'vitest';
import { conditionText } from './words';

const boot = {
  users: [],
  pipelines: [],
  tags: {},
  loss_reasons: [],
  fields: { deal: { groups: [], fields: [{ id: 7, name: 'Source', type: 'text' }] } },
} as unknown as Parameters<typeof conditionText>[0];

it('says nothing of a condition that has no value yet', () => {
  for (const field of ['cf.7', 'next_task', 'price', 'name'])
    expect(conditionText(boot, 'deal', { field, op: 'eq', value: null })).toBe('');
});

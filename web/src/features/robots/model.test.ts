import { describe, expect, it } from 'vitest';
import type { ActionKind, Catalogue } from './api';
import { cleanParams, draftOf, insertAt, missing, pieces, startingParams, withKind } from './model';

const param = (name: string, required = false, more = {}) => ({
  name,
  type: 'string',
  widget: 'text',
  required,
  ...more,
});
const task = {
  kind: 'create_task',
  cards: ['deal', 'contact', 'company'],
  params: [param('text', true), param('due', true, { default: { amount: 1, unit: 'days' } }), param('responsible_id')],
} as unknown as ActionKind;
const move = { kind: 'move', cards: ['deal'], params: [param('status_id', true)] } as unknown as ActionKind;
const known = {
  items: [task, move],
  moments: { deal: ['created', 'status_entered'], contact: ['created'] },
  placeholders: {},
} as unknown as Catalogue;

describe('a draft', () => {
  it('of a deal turned to contacts loses stage and what only deals do', () => {
    const deal = { ...draftOf(null), status: 7, action: 'move', params: { status_id: 7 } };
    expect(withKind(deal, 'contact', known)).toMatchObject({
      moment: 'created',
      status: null,
      action: 'create_task',
      params: {},
    });
  });
  it('begins with the defaults and keeps what fits', () => {
    expect(startingParams(task, { text: 'a', status_id: 7 })).toEqual({ text: 'a', due: { amount: 1, unit: 'days' } });
  });
  it('says what is missing first', () => {
    const draft = { ...draftOf(null), params: { due: { amount: 1, unit: 'days' } } };
    expect(missing(draft, task)).toBe('status_id');
    expect(missing({ ...draft, status: 7 }, task)).toBe('text');
    expect(missing({ ...draft, status: 7, params: { ...draft.params, text: 'a' } }, task)).toBeNull();
  });
  it('sends no empty parameters', () => {
    expect(
      cleanParams({ text: ' ', responsible_id: 0, due: { amount: 0, unit: 'days' }, old: 1 }, task.params),
    ).toEqual({
      due: { amount: 0, unit: 'days' },
    });
  });
});

describe('placeholders', () => {
  it('go where the caret is', () => {
    expect(insertAt('Звонок: !', 8, 8, 'deal.name')).toEqual({ text: 'Звонок: {{deal.name}}!', caret: 21 });
  });
  it('part a text', () => {
    expect(pieces('До {{ today }}, {{deal.name}}')).toEqual([
      { text: 'До ' },
      { name: 'today' },
      { text: ', ' },
      { name: 'deal.name' },
    ]);
  });
});

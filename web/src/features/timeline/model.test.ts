import { expect, it } from 'vitest';
import { elsewhere, type FeedFilter, type FeedItem, layFeed, shorten } from './model';

let next = 1;
const item = (kind: string, more: Partial<FeedItem> = {}): FeedItem =>
  ({
    id: next++,
    kind,
    at: 1_790_000_000,
    change_id: 1,
    actor: { kind: 'user', id: 1, name: 'A' },
    ...more,
  }) as FeedItem;
const note = (text: string) => ({ note: { id: 1, text } }) as Partial<FeedItem>;
const shape = (items: FeedItem[], filter: FeedFilter = 'all') =>
  layFeed(items, filter).map((r) => (r.type === 'fold' ? `fold ${r.items.length}` : r.type));

it('folds a run of changes and leaves a short one open', () => {
  const three = [item('deal.created'), item('deal.tag_added'), item('deal.budget_changed')];
  expect(shape(three)).toEqual(['day', 'fold 3']);
  expect(shape(three.slice(0, 2))).toEqual(['day', 'event', 'event']);
});

it('does not fold over a note, over a finished task, over midnight or over another actor', () => {
  const change = () => item('deal.field_changed');
  expect(shape([change(), change(), item('deal.note_added', note('hi')), change(), change()])).toEqual([
    'day',
    'event',
    'event',
    'note',
    'event',
    'event',
  ]);
  expect(shape([change(), change(), item('deal.task_completed'), change()])).toEqual([
    'day',
    'event',
    'event',
    'task',
    'event',
  ]);
  expect(shape([change(), change(), item('deal.field_changed', { at: 1_790_200_000 })])).toEqual([
    'day',
    'event',
    'event',
    'day',
    'event',
  ]);
  const robot = { actor: { kind: 'robot', id: 0, name: '' } };
  expect(shape([change(), change(), item('deal.task_added', robot)])).toEqual(['day', 'event', 'event', 'event']);
});

it('takes items in any order and each of them once', () => {
  const a = item('deal.created');
  const b = item('deal.note_added', note('hi'));
  expect(shape([b, a, b])).toEqual(['day', 'event', 'note']);
});

it('narrows to notes, tasks or changes, and shows changes one by one', () => {
  const all = [
    item('deal.created'),
    item('deal.tag_added'),
    item('deal.budget_changed'),
    item('deal.note_added', note('hi')),
    item('deal.note_pinned'),
    item('deal.task_added'),
    item('deal.task_completed'),
  ];
  expect(shape(all, 'notes')).toEqual(['day', 'note', 'event']);
  expect(shape(all, 'tasks')).toEqual(['day', 'event', 'task']);
  expect(shape(all, 'changes')).toEqual(['day', 'event', 'event', 'event']);
});

it('shows a note that is gone as an event', () => {
  expect(shape([item('deal.note_added')])).toEqual(['day', 'event']);
});

it('shortens by characters, not by halves of them', () => {
  expect(shorten('  a\n b  ')).toBe('a b');
  expect(shorten('😀'.repeat(4), 3)).toBe('😀😀😀…');
});

it('does not fold over another card', () => {
  const own = () => item('deal.field_changed');
  const other = () => item('contact.field_changed', { card: { kind: 'contact', id: 5, name: 'A' } });
  expect(shape([own(), own(), other(), other()])).toEqual(['day', 'event', 'event', 'event', 'event']);
  expect(shape([other(), other(), other()])).toEqual(['day', 'fold 3']);
  expect(elsewhere(own())).toBe(false);
  expect(elsewhere(item('deal.created', { merged_from: 9 }))).toBe(true);
});

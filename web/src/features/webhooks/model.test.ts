import { expect, it } from 'vitest';
import { entityOf, fromPatterns, matches, pretty, toPatterns } from './model';

const known = ['deal.created', 'deal.deleted', 'contact.created', 'pipeline.changed'];

it.each([
  [['*'], 'deal.created', true],
  [['deal.*'], 'deal.deleted', true],
  [['*.created'], 'contact.created', true],
  [['deal.created'], 'deal.deleted', false],
  [[], 'deal.created', false],
])('%j and %s', (patterns, kind, yes) => {
  expect(matches(patterns, kind)).toBe(yes);
});

it('writes the fewest patterns and reads them back', () => {
  const all = new Set(known);
  expect(toPatterns(all, known)).toEqual(['*']);
  const some = new Set(['deal.created', 'deal.deleted', 'pipeline.changed']);
  expect(toPatterns(some, known)).toEqual(['deal.*', 'pipeline.changed']);
  expect(fromPatterns(['deal.*', 'pipeline.changed'], known)).toEqual(some);
});

it('groups what is no card under settings', () => {
  expect(entityOf('pipeline.changed')).toBe('settings');
  expect(entityOf('task.task_added')).toBe('task');
});

it('lays out JSON only', () => {
  expect(pretty('{"a":1}')).toContain('\n');
  expect(pretty('<html>')).toBe('<html>');
});

import { expect, it } from 'vitest';
import { daysSince, shares, touchesOf } from './model';

it.each([
  { name: 'nothing', values: [], want: [] },
  { name: 'all empty', values: [0, 0], want: [0, 0] },
  { name: 'by the longest', values: [50, 100, 25], want: [0.5, 1, 0.25] },
  { name: 'a tiny one is seen', values: [1, 100_000], want: [0.01, 1] },
  { name: 'less than nothing is nothing', values: [-5, 10], want: [0, 1] },
])('shares: $name', ({ values, want }) => expect(shares(values)).toEqual(want));

it('counts whole days, and none before', () => {
  expect(daysSince(0, 86_399)).toBe(0);
  expect(daysSince(0, 86_400 * 3)).toBe(3);
  expect(daysSince(100, 0)).toBe(0);
});

it('adds up what a person did', () => {
  expect(touchesOf({ notes: 1, comments: 2, tasks_done: 3, files: 4 })).toBe(10);
});

import { describe, expect, it } from 'vitest';
import { groupColumns, groupFilter, orderGroups, shelvesOf } from './groups';

const group = (value: number | null, count: number) => ({ value, count, sum: 0 });

describe('groups', () => {
  it('offers what a kind can be parted by', () => {
    const fields = [
      { id: 4, type: 'list' },
      { id: 5, type: 'text' },
    ] as const;
    expect(groupColumns('deal', fields)).toEqual(['status', 'responsible', 'tags', 'created_at', 'closed_at', 'cf.4']);
    expect(groupColumns('company', [])).toEqual(['responsible', 'tags', 'created_at']);
  });
  it('finds the rows of a group', () => {
    expect(JSON.parse(groupFilter('', 'status', 7))).toEqual({ field: 'status', op: 'in', value: [7] });
    expect(JSON.parse(groupFilter('{"field":"name","op":"filled"}', 'cf.4', null))).toEqual({
      and: [
        { field: 'name', op: 'filled' },
        { field: 'cf.4', op: 'empty' },
      ],
    });
    const january = Date.UTC(2026, 0, 31, 12) / 1000;
    const { value } = JSON.parse(groupFilter('', 'created_at', january));
    expect(value[0]).toBe(january);
    // The last second of the month, whatever the zone of the account is.
    expect(Math.abs(value[1] + 1 - Date.UTC(2026, 1, 1) / 1000)).toBeLessThan(15 * 3600);
  });
  it('puts stages in the order of the pipelines', () => {
    const pipelines = [{ statuses: [{ id: 3 }, { id: 1 }] }] as never;
    const order = orderGroups([group(1, 9), group(8, 5), group(3, 2)], 'status', pipelines).map((g) => g.value);
    expect(order).toEqual([3, 1, 8]);
  });
  it('stands open groups with their rows, closed ones by their head', () => {
    const { shelves, height, rows } = shelvesOf([group(1, 10), group(2, 5), group(null, 3)], new Set(['2']), 32);
    expect(shelves.map((s) => [s.top, s.base, s.open])).toEqual([
      [0, 0, true],
      [352, 10, false],
      [384, 10, true],
    ]);
    expect([height, rows]).toEqual([512, 13]);
  });
});

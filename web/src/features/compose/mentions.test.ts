import { describe, expect, it } from 'vitest';
import type { Person } from '@/lib/bootstrap';
import { matching, mentionAt, mentioned } from './mentions';

const person = (id: number, name: string, is_active = true) =>
  ({ id, name, is_active, group_id: null }) as unknown as Person;
const people = [person(1, 'Ольга Семёнова'), person(2, 'Иван'), person(3, 'Иван Козлов'), person(4, 'Пётр', false)];

describe('mentions', () => {
  it('sees the name being typed', () => {
    expect(mentionAt('Привет @Ив', 10)).toEqual({ from: 7, query: 'Ив' });
    expect(mentionAt('m@example.com', 13)).toBeNull();
    expect(mentionAt('@Иван\nдальше', 12)).toBeNull();
    expect(mentionAt('нет', 3)).toBeNull();
  });
  it('finds colleagues by any word, not me and not those who left', () => {
    expect(matching(people, 'коз', 1).map((p) => p.id)).toEqual([3]);
    expect(matching(people, '', 1).map((p) => p.id)).toEqual([2, 3]);
  });
  it('takes the longest name', () => {
    expect(mentioned('@Иван Козлов и @Иван, @Никто', people)).toEqual([3, 2]);
    expect(mentioned('@Пётр', people)).toEqual([]);
  });
});

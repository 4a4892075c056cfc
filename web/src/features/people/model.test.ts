import { describe, expect, it } from 'vitest';
import type { Rights } from './api';
import { sameRights, sayRights, scopeOf, startingRights, statusScope, withScope, withStatusScope } from './model';

const rights = (deal: Record<string, string>): Rights => ({ entities: { deal } });

describe('scopes', () => {
  it('narrow with the view what needs seeing, and leave adding alone', () => {
    const next = withScope(rights({ view: 'all', edit: 'group', export: 'all', create: 'all' }), 'deal', 'view', 'own');
    expect(next.entities.deal).toEqual({ view: 'own', edit: 'own', export: 'own', create: 'all' });
  });
  it('widen the view when more is to be changed than is seen', () => {
    expect(scopeOf(withScope(rights({ view: 'own' }), 'deal', 'edit', 'all'), 'deal', 'view')).toBe('all');
    expect(scopeOf(withScope(rights({ view: 'own' }), 'deal', 'create', 'all'), 'deal', 'view')).toBe('own');
  });
  it('of a stage only narrow', () => {
    const base = rights({ view: 'group', edit: 'own' });
    const narrowed = withStatusScope(base, 5, 'view', 'own');
    expect(narrowed.statuses).toEqual({ 5: { view: 'own' } });
    expect(statusScope(narrowed, 5, 'view')).toBe('own');
    expect(statusScope(narrowed, 5, 'edit')).toBe('own');
    expect(withStatusScope(narrowed, 5, 'view', 'all').statuses).toEqual({});
  });
});

it('says the widest first and knows what is closed', () => {
  const said = sayRights(rights({ view: 'all', edit: 'own', create: 'all' }));
  expect(said[0]).toEqual({
    kind: 'deal',
    parts: [
      { scope: 'all', actions: ['view', 'create'] },
      { scope: 'own', actions: ['edit'] },
    ],
  });
  expect(said[1]?.parts).toEqual([]);
});

it('takes a missing right for none when comparing', () => {
  expect(sameRights(rights({ view: 'none' }), { entities: {} })).toBe(true);
  expect(sameRights(startingRights(), withScope(startingRights(), 'task', 'view', 'all'))).toBe(false);
});

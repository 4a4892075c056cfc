import { expect, it } from 'vitest';
import { type Me, sessionOf } from './session';

const me = (isAdmin: boolean, rights: Partial<Me['rights']>): Me =>
  ({
    user: { id: 1, name: 'A', email: 'a@b.c', is_admin: isAdmin, language: 'ru', group_id: null, settings: {} },
    account: {
      id: 1,
      name: 'X',
      subdomain: 'x',
      language: 'ru',
      currency: 'RUB',
      time_zone: 'Europe/Moscow',
      country: 'RU',
    },
    rights: { entities: {}, extra: {}, ...rights },
  }) as unknown as Me;

it('takes what a role allows and nothing else', () => {
  const { rights } = sessionOf(
    me(false, { entities: { deal: { view: 'own', edit: 'none' } }, extra: { import: true } }),
  );
  expect([...rights].sort()).toEqual(['deal.view', 'import']);
});

it('gives an administrator everything', () => {
  const { rights } = sessionOf(me(true, {}));
  expect(['company.delete', 'settings', 'admin'].every((right) => rights.has(right))).toBe(true);
});

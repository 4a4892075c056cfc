import { text } from '@/lib/i18n';
import type { Option } from '@/ui/option';
import type { Role } from './api';
import locale from './locale';

/** Stands for the administrator among the roles. */
export const ADMIN = 'admin';

export function roleOptions(roles: readonly Role[]): (Option & { value: string })[] {
  return [
    ...roles.map((r) => ({ value: String(r.id), label: r.name })),
    { value: ADMIN, label: text(locale, 'administrator') },
  ];
}

export function groupOptions(groups: readonly { id: number; name: string }[]): (Option & { value: string })[] {
  return [
    { value: '', label: text(locale, 'noGroup') },
    ...groups.map((g) => ({ value: String(g.id), label: g.name })),
  ];
}

import type { Texts, Translate } from '@/lib/i18n';
import type locale from './locale';

type Pairs = Record<string, { readonly ru: string; readonly en: string }>;
type Keys = typeof locale extends Texts<infer T extends Pairs> ? T : never;

const NAMES = {
  profile: 'profile',
  security: 'security',
  notices: 'notices',
  'my-hours': 'myHours',
  account: 'account',
  hours: 'hours',
  mail: 'mail',
  files: 'files',
  users: 'users',
  groups: 'groups',
  roles: 'roles',
  pipelines: 'pipelines',
  'loss-reasons': 'reasons',
  fields: 'fields',
  'task-types': 'taskTypes',
  rules: 'rules',
  webhooks: 'webhooks',
  imports: 'imports',
  'sign-ins': 'signIns',
} as const;

/** The name of a section in the current language. */
export function sectionName(t: Translate<Keys>, id: string): string {
  return t(NAMES[id as keyof typeof NAMES]);
}

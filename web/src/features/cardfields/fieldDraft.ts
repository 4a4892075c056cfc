import type { components } from '@/api/schema';
import type { FieldType } from '@/features/fields';
import type { CardKind, Field } from '@/lib/bootstrap';
import { lines } from './model';

type Schemas = components['schemas'];

/** A choice of a list while it is edited; a new one has no id yet. */
export interface Choice {
  key: string;
  id?: number;
  name: string;
}

/** What a field is for a role. */
export type Access = 'open' | 'view' | 'hidden';

/** A field while it is edited. */
export interface FieldEditDraft {
  name: string;
  type: FieldType;
  /** 0 is no group. */
  group: number;
  code: string;
  apiOnly: boolean;
  settings: Field['settings'];
  /** The choices of a new list, one on a line. */
  options: string;
  /** The choices of an old one. */
  choices: Choice[];
  requirements: Field['requirements'];
  /** What was changed for roles. */
  access: Record<number, Access>;
}

/** The types whose values may be told to stand on one card only. */
export const UNIQUE_TYPES: ReadonlySet<FieldType> = new Set([
  'text',
  'number',
  'date',
  'datetime',
  'url',
  'phone',
  'email',
  'tracking_data',
  'legal_entity',
  'link',
]);

export function fieldDraft(field: Field | null, group: number | null): FieldEditDraft {
  return {
    name: field?.name ?? '',
    type: field?.type ?? 'text',
    group: group ?? 0,
    code: field?.code ?? '',
    apiOnly: field?.is_api_only ?? false,
    settings: field?.settings ?? {},
    options: '',
    choices: (field?.options ?? [])
      .filter((o) => !o.is_removed)
      .map((o) => ({ key: String(o.id), id: o.id, name: o.name })),
    requirements: field?.requirements ?? [],
    access: {},
  };
}

export function fieldBody(kind: CardKind, d: FieldEditDraft): Schemas['FieldBody'] {
  const isList = d.type === 'list' || d.type === 'multilist';
  return {
    kind,
    type: d.type,
    name: d.name.trim(),
    settings: d.settings,
    ...(d.group ? { group_id: d.group } : {}),
    ...(d.apiOnly ? { is_api_only: true } : {}),
    ...(isList ? { options: lines(d.options) } : {}),
    ...(kind === 'deal' && d.type !== 'formula' ? { requirements: d.requirements } : {}),
  };
}

export function fieldPatch(d: FieldEditDraft): Schemas['FieldPatch'] {
  const isList = d.type === 'list' || d.type === 'multilist';
  const choices = d.choices.filter((c) => c.name.trim());
  return {
    name: d.name.trim(),
    code: d.code.trim(),
    group_id: d.group,
    is_api_only: d.apiOnly,
    settings: d.settings,
    requirements: d.requirements,
    ...(isList ? { options: choices.map((c) => ({ ...(c.id ? { id: c.id } : {}), name: c.name.trim() })) } : {}),
  };
}

import type { ComponentType } from 'react';
import type { Field } from '@/lib/bootstrap';
import type { Later } from '@/ui/later';

/** The values of one field as cards hold them: a list, empty when there is none. */
export type Values = readonly unknown[];

export type FieldType = Field['type'];
export type FieldSettings = Field['settings'];

export interface FieldDraft {
  settings: FieldSettings;
  /** The names of choices, as they are typed: one on a line. */
  options: string;
}

export type FilterOp =
  | 'eq'
  | 'ne'
  | 'in'
  | 'nin'
  | 'contains'
  | 'starts'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'between'
  | 'empty'
  | 'filled';

export const TEXT_OPS: readonly FilterOp[] = ['contains', 'starts', 'eq', 'ne', 'empty', 'filled'];
export const RANGE_OPS: readonly FilterOp[] = ['between', 'gte', 'lte', 'gt', 'lt', 'eq', 'ne', 'empty', 'filled'];
export const CHOICE_OPS: readonly FilterOp[] = ['in', 'nin', 'empty', 'filled'];
export const FLAG_OPS: readonly FilterOp[] = ['eq'];

export interface FieldInputProps {
  field: Field;
  values: Values;
  onChange: (values: Values) => void;
  autoFocus?: boolean | undefined;
  compact?: boolean | undefined;
  /** The name when no `Field` part stands around it. */
  label?: string | undefined;
}

export type SettingKey =
  | 'hint'
  | 'decimals'
  | 'unit'
  | 'range'
  | 'max_length'
  | 'options'
  | 'currency'
  | 'link_kinds'
  | 'max_files'
  | 'formula';

/** What the client knows of one type of field: how it reads, how it is typed, asked for and set up. */
export interface FieldDef {
  type: FieldType;
  ops: readonly FilterOp[];
  settings: readonly SettingKey[];
  /** The values as one line of plain text; empty for none. */
  text: (field: Field, values: Values) => string;
  /** How it is typed; its code comes with the first edit, save for the lightest. */
  Input: ComponentType<FieldInputProps> | Later<FieldInputProps>;
  /** Several lines: Enter makes a new line and does not save. */
  multiline?: boolean;
  /** Its values lead somewhere: a call, a letter, a site. */
  links?: boolean;
  /** Its values are days: a filter says "after" and not "more than". */
  days?: boolean;
  /** Why people do not change it: filled by programs, or computed. */
  reason?: 'trackingReason' | 'formulaReason' | 'fileReason';
}

/** An amount of minor units with its own currency. */
export interface Sum {
  amount: number;
  currency: string;
}

export const LEGAL_PARTS = [
  'name',
  'inn',
  'kpp',
  'ogrn',
  'address',
  'bank',
  'bic',
  'account',
  'correspondent',
  'director',
] as const;
export type LegalPart = (typeof LEGAL_PARTS)[number];

/** Legal entities by name and INN. */
export function legalText(values: Values): string {
  return values
    .map((v) => {
      const m = (v ?? {}) as Partial<Record<LegalPart, string>>;
      return [m.name, m.inn].filter(Boolean).join(', ');
    })
    .filter(Boolean)
    .join('; ');
}

/** The type a field's values have: a formula's are those of its result. */
export function baseType(field: Field): FieldType {
  return field.type === 'formula' ? ((field.settings.result as FieldType | undefined) ?? 'number') : field.type;
}

/** The text of a formula with names in the place of ids, and back: `{Area}` for `{cf.12}`. Doubles keep their id. */
export function formulaNames(fields: readonly Field[], standard: Readonly<Record<string, string>>) {
  const taken = new Set(Object.values(standard));
  const names = new Map<string, string>(Object.entries(standard));
  for (const f of fields) {
    const plain = f.name.replace(/[{}]/g, '').trim();
    const name = taken.has(plain) ? `${plain} #${f.id}` : plain;
    taken.add(name);
    names.set(`cf.${f.id}`, name);
  }
  const ids = new Map([...names].map(([id, name]) => [name, id]));
  const swap = (text: string, by: ReadonlyMap<string, string>) =>
    text.replace(/\{([^{}]*)\}/g, (whole, inner: string) => {
      const to = by.get(inner.trim());
      return to === undefined ? whole : `{${to}}`;
    });
  return { names, shown: (text: string) => swap(text, names), stored: (text: string) => swap(text, ids) };
}

export interface Reach {
  value: string;
  kind: string;
}

export const PHONE_KINDS = ['work', 'workdd', 'mobile', 'fax', 'home', 'other'] as const;
export const EMAIL_KINDS = ['work', 'private', 'other'] as const;
export const ADDRESS_PARTS = ['line1', 'line2', 'city', 'state', 'zip', 'country'] as const;

/** Phones or e-mails out of the values; what is not one is left out. */
export function reaches(values: Values): Reach[] {
  return values.flatMap((v) => {
    if (typeof v === 'string') return [{ value: v, kind: '' }];
    const r = v as Partial<Reach> | null;
    return r && typeof r === 'object' && typeof r.value === 'string' ? [{ value: r.value, kind: r.kind ?? '' }] : [];
  });
}

/** The parts of an address that are filled in, in the order they are written. */
export function addressText(values: Values): string {
  const parts = (values[0] ?? {}) as Record<string, unknown>;
  return ADDRESS_PARTS.map((p) => parts[p])
    .filter((p) => typeof p === 'string' && p !== '')
    .join(', ');
}

export function firstText(values: Values): string {
  const v = values[0];
  return typeof v === 'string' ? v : typeof v === 'number' ? String(v) : '';
}

export function firstNumber(values: Values): number | null {
  const v = values[0];
  const n = typeof v === 'number' ? v : typeof v === 'string' && v.trim() !== '' ? Number(v) : Number.NaN;
  return Number.isFinite(n) ? n : null;
}

export function optionNames(field: Field, values: Values): string[] {
  return values.flatMap((id) => field.options.find((o) => o.id === id)?.name ?? []);
}

/** Whether two lists of canonical values are equal. An empty text and a phone without a number count as nothing. */
export function sameValues(a: Values, b: Values): boolean {
  return JSON.stringify(filled(a)) === JSON.stringify(filled(b));
}

/** The values that say something: what an input left empty is taken out before it is saved. */
export function filled(values: Values): unknown[] {
  return values.flatMap((v) => {
    if (v === null || v === undefined || v === '' || v === false) return [];
    if (typeof v === 'string') return v.trim() === '' ? [] : [v];
    if (typeof v !== 'object') return [v];
    const kept = Object.entries(v as Record<string, unknown>)
      .filter(([, part]) => typeof part === 'number' || (typeof part === 'string' && part.trim() !== ''))
      .sort(([x], [y]) => (x < y ? -1 : 1));
    if (kept.length === 0 || ('value' in v && !kept.some(([key]) => key === 'value'))) return [];
    return [Object.fromEntries(kept)];
  });
}

/** The address of a link typed without a scheme. Anything that is not the web comes back empty. */
export function webAddress(typed: string): string {
  const s = typed.trim();
  if (s === '') return '';
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(s) ? s : `https://${s}`;
  try {
    const url = new URL(whole);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : '';
  } catch {
    return '';
  }
}

/** What a dialler takes: digits and a leading plus. */
export function dialled(phone: string): string {
  return `tel:${phone.replace(/ext.*$/i, '').replace(/[^\d+]/g, '')}`;
}

/**
 * Whether the field must be filled in for a deal in a stage: required from a stage on, losing a deal asks for none, nor
 * does a pipeline that does not show the field.
 */
export function requiredIn(
  field: Field,
  stages: readonly { id: number; pipeline_id: number; kind: string }[],
  statusId: number,
): boolean {
  const at = stages.findIndex((s) => s.id === statusId);
  const stage = stages[at];
  if (!stage || stage.kind === 'lost') return false;
  const shown = field.settings.pipeline_ids;
  if (shown?.length && !shown.includes(stage.pipeline_id)) return false;
  return field.requirements.some((r) => {
    const from = stages.findIndex((s) => s.id === r.status_id);
    return r.pipeline_id === stage.pipeline_id && (!r.status_id || (from >= 0 && at >= from));
  });
}

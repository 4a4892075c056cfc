import type { CardKind } from '@/lib/bootstrap';
import type { ActionKind, Catalogue, Moment, Param, Rule } from './api';

/** A rule while it is edited. */
export interface RuleDraft {
  name: string;
  kind: CardKind;
  moment: Moment;
  pipeline: number | null;
  status: number | null;
  /** A filter tree as JSON; empty for none. */
  condition: string;
  action: string;
  params: Record<string, unknown>;
}

export interface Delay {
  amount: number;
  unit: 'minutes' | 'hours' | 'days' | 'weeks';
}

export function draftOf(rule: Rule | null): RuleDraft {
  if (!rule)
    return {
      name: '',
      kind: 'deal',
      moment: 'status_entered',
      pipeline: null,
      status: null,
      condition: '',
      action: 'create_task',
      params: {},
    };
  return {
    name: rule.name,
    kind: rule.entity_kind,
    moment: rule.moment,
    pipeline: rule.pipeline_id,
    status: rule.status_id,
    condition: rule.condition ? JSON.stringify(rule.condition) : '',
    action: rule.action,
    params: (rule.params ?? {}) as Record<string, unknown>,
  };
}

/** The params an action begins with, keeping what is filled in already and goes with it. */
export function startingParams(action: ActionKind, kept: Record<string, unknown> = {}): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const p of action.params) {
    const value = kept[p.name] ?? p.default;
    if (value !== undefined && value !== null) out[p.name] = value;
  }
  return out;
}

/** The draft with another kind of card: what does not go with it is put right. */
export function withKind(draft: RuleDraft, kind: CardKind, known: Catalogue): RuleDraft {
  const moments = known.moments[kind] ?? [];
  const moment = moments.includes(draft.moment) ? draft.moment : 'created';
  const fits = known.items.find((a) => a.kind === draft.action)?.cards.includes(kind);
  const action = fits ? draft.action : 'create_task';
  return {
    ...draft,
    kind,
    moment,
    pipeline: kind === 'deal' ? draft.pipeline : null,
    status: kind === 'deal' ? draft.status : null,
    condition: '',
    action,
    params: fits && action !== 'set_fields' ? draft.params : {},
  };
}

const blank = (v: unknown): boolean =>
  v === undefined ||
  v === null ||
  v === '' ||
  v === 0 ||
  (Array.isArray(v) && v.length === 0) ||
  (typeof v === 'object' && v !== null && !Array.isArray(v) && Object.keys(v).length === 0) ||
  (typeof v === 'string' && v.trim() === '');

/** The first thing still missing, by its place in the form; null when the rule can be saved. */
export function missing(draft: RuleDraft, action: ActionKind | undefined): string | null {
  if (draft.moment === 'status_entered' && !draft.status) return 'status_id';
  return action?.params.find((p) => p.required && blank(draft.params[p.name]))?.name ?? null;
}

/** What is sent: empty parameters are left out. */
export function cleanParams(params: Record<string, unknown>, schema: readonly Param[]): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const p of schema) {
    const value = params[p.name];
    if (p.type === 'boolean' ? value !== undefined : !blank(value)) out[p.name] = value;
  }
  return out;
}

/** Puts a placeholder into a text where the caret stands; the answer has the new place of the caret. */
export function insertAt(text: string, from: number, to: number, name: string): { text: string; caret: number } {
  const word = `{{${name}}}`;
  return { text: text.slice(0, from) + word + text.slice(to), caret: from + word.length };
}

/** A text cut at its placeholders. */
export function pieces(text: string): { text?: string; name?: string }[] {
  return text
    .split(/\{\{\s*([^}]*?)\s*\}\}/)
    .map((part, i) => (i % 2 ? { name: part } : { text: part }))
    .filter((p) => p.name !== undefined || p.text !== '');
}

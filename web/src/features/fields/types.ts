import type { Field } from '@/lib/bootstrap';
import { text as say } from '@/lib/i18n';
import { address } from './address';
import { birthday } from './birthday';
import { checkbox } from './checkbox';
import { date } from './date';
import { datetime } from './datetime';
import { email } from './email';
import { file } from './file';
import { formula } from './formula';
import { legal } from './legal';
import { link } from './link';
import { list } from './list';
import locale from './locale';
import { baseType, type FieldDef, type FieldType, type FilterOp, type Values } from './model';
import { monetary } from './monetary';
import { money } from './money';
import { multilist } from './multilist';
import { number } from './number';
import { phone } from './phone';
import { text } from './text';
import { textarea } from './textarea';
import { tracking } from './tracking';
import { url } from './url';

/** Every type of field, in the order people are offered them. */
export const FIELD_TYPES: readonly FieldDef[] = [
  text,
  textarea,
  number,
  money,
  checkbox,
  list,
  multilist,
  date,
  datetime,
  birthday,
  url,
  phone,
  email,
  address,
  monetary,
  link,
  legal,
  tracking,
  file,
  formula,
];

const byType = new Map(FIELD_TYPES.map((def) => [def.type, def]));

/** What the client knows of the field's type; one it does not know is read as text. */
export function defOf(type: FieldType): FieldDef {
  return byType.get(type) ?? text;
}

/** Fetches the inputs of fields beforehand, so that an edit opens at once. `undefined` when they are there. */
export function preloadInputs(types: readonly FieldType[]): Promise<void> | undefined {
  const coming = [...new Set(types)].flatMap((type) => {
    const { Input } = defOf(type);
    return 'preload' in Input ? (Input.preload() ?? []) : [];
  });
  return coming.length > 0 ? Promise.all(coming).then(() => undefined) : undefined;
}

/** The values as one line of plain text; empty for none. */
export function fieldText(field: Field, values: Values): string {
  return defOf(baseType(field)).text(field, values);
}

/** The operators a filter offers for the field, the usual one first. */
export function filterOps(field: Field): readonly FilterOp[] {
  return defOf(baseType(field)).ops;
}

/** Why people do not change the field, whatever their rights on the card; undefined when they may. */
export function fixedReason(field: Field): string | undefined {
  const { reason } = defOf(field.type);
  if (reason) return say(locale, reason);
  if (field.is_read_only) return say(locale, 'readOnlyReason');
  return field.is_api_only ? say(locale, 'trackingReason') : undefined;
}

/** The name of a type: "Multi-select". */
export function typeName(type: FieldType): string {
  return say(locale, type);
}

const OP_WORDS = {
  eq: 'opEq',
  ne: 'opNe',
  in: 'opIn',
  nin: 'opNin',
  contains: 'opContains',
  starts: 'opStarts',
  gt: 'opGt',
  gte: 'opGte',
  lt: 'opLt',
  lte: 'opLte',
  between: 'opBetween',
  empty: 'opEmpty',
  filled: 'opFilled',
} as const;
const DAY_WORDS = { gt: 'opAfter', gte: 'opFrom', lt: 'opBefore', lte: 'opTo', eq: 'opOn' } as const;

/** An operator in words; days are "after", numbers "more than". */
export function opName(field: Field, op: FilterOp): string {
  const days = defOf(baseType(field)).days && op in DAY_WORDS;
  return say(locale, days ? DAY_WORDS[op as keyof typeof DAY_WORDS] : OP_WORDS[op]);
}

/** Whether the operator stands alone, without a value. */
export const opAlone = (op: FilterOp): boolean => op === 'empty' || op === 'filled';

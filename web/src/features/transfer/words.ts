import type { CardKind } from '@/lib/bootstrap';
import { formatNumber } from '@/lib/format';
import { text } from '@/lib/i18n';
import type { Import, PlanColumn, Target } from './api';
import locale from './locale';

const KINDS = ['contact', 'company', 'deal'] as const;

export const kindWord = (kind: CardKind): string => text(locale, `kind_${kind}`);

/** "12 contacts, 3 deals" of counts by kind; empty when there are none. */
export function countsWords(counts: Partial<Record<string, number>>): string {
  return KINDS.filter((k) => (counts[k] ?? 0) > 0)
    .map((k) => text(locale, `count_${k}`, { n: counts[k] ?? 0 }))
    .join(', ');
}

export const stateWord = (state: Import['state']): string => text(locale, `state_${state}`);

/** The name of the place a column goes to: "Contact: phone". */
export function placeName(c: PlanColumn, targets: readonly Target[]): string {
  if (c.new_field) return c.new_field.name;
  return targets.find((x) => x.target === c.target)?.name ?? '';
}

/** `1,2 МБ`. */
export function fileSize(bytes: number): string {
  const [n, unit] =
    bytes < 1024 ? [bytes, 'byte'] : bytes < 1024 ** 2 ? [bytes / 1024, 'kilobyte'] : [bytes / 1024 ** 2, 'megabyte'];
  return formatNumber(n, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: n < 10 && bytes >= 1024 ? 1 : 0,
  } as Intl.NumberFormatOptions);
}

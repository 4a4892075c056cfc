import { text } from '@/lib/i18n';
import locale from './locale';

interface Refusal {
  id: number;
  reason: string;
}

const WHY = { forbidden: 'why_forbidden', already_done: 'why_already_done', not_found: 'why_not_found' } as const;

/** Why some were left as they were; nothing when none was. */
export function refusalText(refused: readonly Refusal[]): string | undefined {
  if (refused.length === 0) return;
  const reasons = [...new Set(refused.map((r) => r.reason))];
  const why = reasons.map((reason) => text(locale, WHY[reason as keyof typeof WHY] ?? 'why_not_found')).join(' ');
  return text(locale, 'bulkRefused', { n: refused.length, why });
}

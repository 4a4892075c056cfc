import { ChevronRight, Filter, TriangleAlert } from 'lucide-react';
import { useText } from '@/lib/i18n';
import { cx } from '@/ui/cx';
import { Switch } from '@/ui/Switch';
import { type Rule, useSwitch } from './api';
import locale from './locale';
import { actionWords, type Known, momentWords } from './words';

/** One rule: its switch and its sentence. */
export function RuleLine({ rule, known, onOpen }: { rule: Rule; known: Known; onOpen: () => void }) {
  const t = useText(locale);
  const turn = useSwitch();
  const when = momentWords(rule, known.boot);
  const what = actionWords(rule, known);
  return (
    <li className="relative flex items-start gap-3 border-b border-line px-3 py-2.5 last:border-b-0 hover:bg-hover">
      <Switch
        className="z-[1]"
        aria-label={t('isOn', { name: rule.name || what })}
        checked={rule.is_on}
        onChange={(on) => void turn(rule, on)}
      />
      <button
        type="button"
        onClick={onOpen}
        className={cx(
          'min-h-tap min-w-0 flex-1 rounded-small text-left after:absolute after:inset-0',
          !rule.is_on && 'text-muted',
        )}
      >
        {rule.name && <span className="block truncate font-medium">{rule.name}</span>}
        <span className={cx('block', rule.name && 'text-muted')}>
          {when} <span aria-hidden="true">→</span> {what}
        </span>
        {rule.is_broken && (
          <span className="mt-0.5 flex items-center gap-1 text-small text-bad">
            <TriangleAlert aria-hidden="true" size={12} />
            {t('isBroken')}
          </span>
        )}
        {rule.condition && (
          <span className="mt-0.5 flex items-center gap-1 text-small text-muted">
            <Filter aria-hidden="true" size={12} />
            {t('hasCondition')}
          </span>
        )}
      </button>
      <ChevronRight aria-hidden="true" size={16} className="mt-1 text-muted" />
    </li>
  );
}

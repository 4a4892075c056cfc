import { Plus, X } from 'lucide-react';
import { useText } from '@/lib/i18n';
import type { WorkSpan } from '@/lib/workHours';
import { IconButton } from '@/ui/IconButton';
import { Input } from '@/ui/Input';
import locale from './locale';
import { nextSpan } from './model';

/** The stretches of one day, each from one time to another; a later one is the work after a break. */
export function SpansEditor({
  of,
  spans,
  onChange,
}: {
  /** Whose hours they are, for those who do not see the row. */
  of: string;
  spans: readonly WorkSpan[];
  onChange: (spans: WorkSpan[]) => void;
}) {
  const t = useText(locale);
  const put = (at: number, patch: Partial<WorkSpan>) =>
    onChange(spans.map((span, i) => (i === at ? { ...span, ...patch } : span)));
  const next = nextSpan(spans);
  return (
    <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
      {spans.map((span, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a stretch has nothing but its place
        <span key={i} className="flex items-center gap-1.5">
          <Input
            type="time"
            className="w-[122px]"
            aria-label={t('fromOf', { of })}
            value={span.from}
            onChange={(e) => e.target.value && put(i, { from: e.target.value })}
          />
          <span aria-hidden="true" className="text-muted">
            –
          </span>
          <Input
            type="time"
            className="w-[122px]"
            aria-label={t('toOf', { of })}
            value={span.to}
            onChange={(e) => e.target.value && put(i, { to: e.target.value })}
          />
          {span.to <= span.from && <span className="text-small text-muted">{t('nextDay')}</span>}
          {spans.length > 1 && (
            <IconButton
              size="small"
              label={t('removeSpan', { from: span.from, to: span.to })}
              icon={<X aria-hidden="true" size={14} />}
              onClick={() => onChange(spans.filter((_, at) => at !== i))}
            />
          )}
        </span>
      ))}
      {next && spans.length < 6 && (
        <IconButton
          size="small"
          label={t('addSpan')}
          icon={<Plus aria-hidden="true" size={14} />}
          onClick={() => onChange([...spans, next])}
        />
      )}
    </span>
  );
}

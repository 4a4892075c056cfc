import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useRef } from 'react';
import { useText } from '@/lib/i18n';
import { Checkbox } from '@/ui/Checkbox';
import { IconButton } from '@/ui/IconButton';
import { Input } from '@/ui/Input';
import { movePoint, type PointDraft } from '../checklist';
import locale from '../locale';

/** The points of a task: written line after line, put in order, ticked. An empty line at the end takes the next one. */
export function ChecklistEditor({
  value,
  onChange,
}: {
  value: readonly PointDraft[];
  onChange: (points: PointDraft[]) => void;
}) {
  const t = useText(locale);
  const list = useRef<HTMLUListElement>(null);
  const next = useRef<HTMLInputElement>(null);
  const put = (at: number, patch: Partial<PointDraft>) =>
    onChange(value.map((p, i) => (i === at ? { ...p, ...patch } : p)));
  function add(text: string) {
    onChange([
      ...value,
      ...text.split('\n').flatMap((line) => (line.trim() ? [{ text: line.trim(), is_done: false }] : [])),
    ]);
    if (next.current) next.current.value = '';
  }
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="pb-1 text-small font-medium text-muted">{t('checklist')}</legend>
      <ul ref={list} className="flex flex-col gap-1">
        {value.map((point, i) => (
          <li key={point.id ?? `new-${i}`} className="flex items-center gap-1">
            <Checkbox
              checked={point.is_done}
              aria-label={t('pointDone', { text: point.text })}
              onChange={(is_done) => put(i, { is_done })}
            />
            <Input
              aria-label={t('point', { n: i + 1 })}
              value={point.text}
              maxLength={500}
              onChange={(e) => put(i, { text: e.target.value })}
              onBlur={() => !point.text.trim() && onChange(value.filter((_, n) => n !== i))}
            />
            <IconButton
              size="small"
              label={t('pointUp', { text: point.text })}
              icon={<ArrowUp aria-hidden="true" size={14} />}
              disabled={i === 0}
              onClick={() => onChange(movePoint(value, i, -1))}
            />
            <IconButton
              size="small"
              label={t('pointDown', { text: point.text })}
              icon={<ArrowDown aria-hidden="true" size={14} />}
              disabled={i === value.length - 1}
              onClick={() => onChange(movePoint(value, i, 1))}
            />
            <IconButton
              size="small"
              label={t('pointRemove', { text: point.text })}
              icon={<X aria-hidden="true" size={14} />}
              onClick={() => onChange(value.filter((_, n) => n !== i))}
            />
          </li>
        ))}
      </ul>
      <Input
        ref={next}
        aria-label={t('pointNew')}
        placeholder={t('pointNew')}
        maxLength={500}
        onKeyDown={(e) => {
          if (e.key !== 'Enter' || e.nativeEvent.isComposing || e.ctrlKey || e.metaKey) return;
          if (e.currentTarget.value.trim() === '') return;
          e.preventDefault();
          e.stopPropagation();
          add(e.currentTarget.value);
        }}
        onBlur={(e) => e.currentTarget.value.trim() && add(e.currentTarget.value)}
      />
    </fieldset>
  );
}

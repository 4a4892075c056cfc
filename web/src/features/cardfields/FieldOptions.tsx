import { Plus, X } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Field as FieldView } from '@/lib/bootstrap';
import { moved } from '@/lib/change';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { IconButton } from '@/ui/IconButton';
import { Input } from '@/ui/Input';
import { SortableList } from '@/ui/SortableList';
import type { Choice } from './fieldDraft';
import locale from './locale';
import { RemoveOptionDialog } from './RemoveOptionDialog';

/** The choices of a list: rename, order, add; a removed one stays on the cards that hold it. */
export function FieldOptions({
  field,
  options,
  error,
  onChange,
}: {
  field: FieldView;
  options: readonly Choice[];
  error: string | undefined;
  onChange: (options: Choice[]) => void;
}) {
  const t = useText(locale);
  const box = useRef<HTMLDivElement>(null);
  const next = useRef(1);
  const [leaving, setLeaving] = useState<(Choice & { id: number }) | null>(null);
  const drop = (key: string) => onChange(options.filter((x) => x.key !== key));

  function add() {
    onChange([...options, { key: `new-${next.current++}`, name: '' }]);
    requestAnimationFrame(() => [...(box.current?.querySelectorAll('input') ?? [])].at(-1)?.focus());
  }

  return (
    <Field label={t('options')} hint={t('optionsHint')} error={error}>
      <div ref={box} className="overflow-hidden rounded-control border border-line">
        <SortableList
          label={t('options')}
          items={options}
          getKey={(o) => o.key}
          getName={(o) => o.name || t('newOption')}
          onMove={(from, to) => onChange(moved(options, from, to))}
          renderItem={(o, i) => (
            <div className="flex items-center gap-1">
              <Input
                compact
                className="flex-1 border-transparent!"
                aria-label={t('optionName', { n: i + 1 })}
                maxLength={200}
                value={o.name}
                onChange={(e) => onChange(options.map((x) => (x.key === o.key ? { ...x, name: e.target.value } : x)))}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter') return;
                  event.preventDefault();
                  add();
                }}
              />
              <IconButton
                size="small"
                label={`${t('del')}: ${o.name}`}
                icon={<X size={14} />}
                onClick={() => (o.id === undefined ? drop(o.key) : setLeaving({ ...o, id: o.id }))}
              />
            </div>
          )}
        />
      </div>
      <Button variant="ghost" className="self-start" icon={<Plus aria-hidden="true" size={16} />} onClick={add}>
        {t('newOption')}
      </Button>
      {leaving && (
        <RemoveOptionDialog
          field={field}
          choice={leaving}
          onRemoved={() => drop(leaving.key)}
          onClose={() => setLeaving(null)}
        />
      )}
    </Field>
  );
}

import { Plus, X } from 'lucide-react';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { IconButton } from '@/ui/IconButton';
import { Input } from '@/ui/Input';
import { Select } from '@/ui/Select';
import { kindName } from './kindName';
import locale from './locale';
import { type FieldInputProps, type Reach, reaches } from './model';

interface ReachInputProps extends FieldInputProps {
  kinds: readonly string[];
  type: 'tel' | 'email';
}

/** Phones or e-mails, each with its kind; the last row offers another one. */
export function ReachInput({ field, values, onChange, autoFocus, label, kinds, type }: ReachInputProps) {
  const t = useText(locale);
  const allowed = field.settings.kinds?.length ? field.settings.kinds : kinds;
  const first = allowed[0] ?? 'work';
  const rows: Reach[] = reaches(values);
  if (rows.length === 0) rows.push({ value: '', kind: first });
  const change = (at: number, patch: Partial<Reach>) =>
    onChange(rows.map((r, i) => (i === at ? { ...r, ...patch } : r)));
  return (
    <div className="flex flex-col gap-1">
      {rows.map((row, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name but their place
        <div key={i} className="flex items-center gap-1">
          <Input
            {...(i === 0 ? {} : { id: `${field.id}-${i}` })}
            aria-label={label ?? field.name}
            type={type}
            inputMode={type}
            autoComplete="off"
            autoFocus={autoFocus && i === rows.length - 1}
            placeholder={field.settings.hint || undefined}
            value={row.value}
            onChange={(e) => change(i, { value: e.target.value })}
            className="min-w-0 flex-1"
          />
          <Select
            id={`${field.id}-kind-${i}`}
            compact
            aria-label={t('kindOf', { value: row.value || field.name })}
            value={row.kind || first}
            onChange={(kind) => change(i, { kind })}
            options={allowed.map((kind) => ({ value: kind, label: kindName(kind) }))}
            className="max-w-[116px] shrink-0 text-muted"
          />
          {rows.length > 1 && (
            <IconButton
              size="small"
              label={t('removeOne', { value: row.value || t('emptyRow') })}
              icon={<X aria-hidden="true" size={14} />}
              onClick={() => onChange(rows.filter((_, at) => at !== i))}
            />
          )}
        </div>
      ))}
      <Button
        variant="ghost"
        icon={<Plus aria-hidden="true" size={14} />}
        onClick={() => onChange([...rows, { value: '', kind: first }])}
        className="self-start text-muted"
      >
        {t('addOne')}
      </Button>
    </div>
  );
}

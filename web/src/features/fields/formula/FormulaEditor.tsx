import { useRef, useState } from 'react';
import type { Field as FieldView } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { openMenu } from '@/ui/openMenu';
import { Textarea } from '@/ui/Textarea';
import { formulaNames } from '../model';
import locale from './locale';

/** What formulas may use of a card beside its fields. */
const STANDARD = {
  deal: ['name', 'price', 'created_at', 'closed_at', 'status_changed_at'],
  contact: ['name', 'created_at'],
  company: ['name', 'created_at'],
} as const;
const FUNCTIONS = ['IF', 'ROUND', 'DAYS', 'CONCAT', 'IFEMPTY', 'ISEMPTY', 'MIN', 'MAX', 'ABS', 'DATE', 'YEAR', 'MONTH'];
const UNFIT: ReadonlySet<string> = new Set(['link', 'legal_entity']);

/** The text of a formula: fields by their names, functions at hand. */
export function FormulaEditor({
  kind,
  fields,
  value,
  error,
  onChange,
}: {
  kind: keyof typeof STANDARD;
  fields: readonly FieldView[];
  value: string;
  error: string | undefined;
  onChange: (formula: string) => void;
}) {
  const t = useText(locale);
  const box = useRef<HTMLTextAreaElement>(null);
  const usable = fields.filter((f) => !UNFIT.has(f.type));
  const standard = Object.fromEntries(STANDARD[kind].map((key) => [key, t(`std_${key}`)]));
  const { names, shown, stored } = formulaNames(usable, standard);
  const [typed, setTyped] = useState(() => shown(value));
  function type(next: string) {
    setTyped(next);
    onChange(stored(next));
  }
  function insert(what: string, back = 0) {
    const at = box.current?.selectionStart ?? typed.length;
    const end = box.current?.selectionEnd ?? at;
    type(typed.slice(0, at) + what + typed.slice(end));
    requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.setSelectionRange(at + what.length - back, at + what.length - back);
    });
  }
  return (
    <div className="flex flex-col gap-1">
      <Field label={t('formula')} hint={t('formulaHint')} error={error} required>
        <Textarea
          ref={box}
          minRows={3}
          spellCheck={false}
          maxLength={4000}
          placeholder={`ROUND({${t(kind === 'deal' ? 'std_price' : 'std_name')}} * 0.2, 2)`}
          value={typed}
          onChange={(e) => type(e.target.value)}
        />
      </Field>
      <div className="flex gap-1">
        <Button
          variant="ghost"
          onClick={(e) =>
            openMenu({
              anchor: e.currentTarget,
              items: [...names]
                .slice(0, 200)
                .map(([id, name]) => ({ id, label: name, onSelect: () => insert(`{${name}}`) })),
            })
          }
        >
          {t('formulaField')}
        </Button>
        <Button
          variant="ghost"
          onClick={(e) =>
            openMenu({
              anchor: e.currentTarget,
              items: FUNCTIONS.map((name) => ({
                id: name,
                label: name,
                hint: t(`fn_${name}` as 'fn_IF'),
                onSelect: () => insert(`${name}()`, 1),
              })),
            })
          }
        >
          {t('formulaFunction')}
        </Button>
      </div>
    </div>
  );
}

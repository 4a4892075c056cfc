import { useSuspenseQuery } from '@tanstack/react-query';
import { FieldFilterInput, filterOps, opName } from '@/features/fields';
import { bootstrap, type CardKind } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { DatePicker } from '@/ui/DatePicker';
import { Input } from '@/ui/Input';
import { MoneyInput } from '@/ui/MoneyInput';
import { MultiSelect } from '@/ui/MultiSelect';
import { RadioGroup } from '@/ui/RadioGroup';
import { Select } from '@/ui/Select';
import locale from './locale';
import { asRange, type Condition, SHAPE_OPS, TASK_WORDS } from './model';
import { choices, customField, fieldName, shapeOf, TASK_WORD } from './words';

const OP_WORD = {
  in: 'opIn',
  nin: 'opNin',
  empty: 'opEmpty',
  filled: 'opFilled',
  contains: 'opContains',
  starts: 'opStarts',
  eq: 'opEq',
} as const;

/** Operator and value of one condition; the popup of its chip. */
export function ConditionEditor({
  kind,
  condition: c,
  onChange,
}: {
  kind: CardKind;
  condition: Condition;
  onChange: (next: Condition) => void;
}) {
  const t = useText(locale);
  const { data: boot } = useSuspenseQuery(bootstrap);
  const custom = customField(boot, kind, c.field);
  const shape = shapeOf(kind, c.field);
  const name = fieldName(boot, kind, c.field);
  const ops: readonly string[] = custom ? filterOps(custom) : shape ? SHAPE_OPS[shape] : [];
  const ranged = (c.op === 'gte' || c.op === 'lte') && ops.includes('between');
  const op = ranged ? 'between' : c.op;
  const opWords = (o: string) =>
    custom ? opName(custom, o as never) : t(OP_WORD[o as keyof typeof OP_WORD] ?? 'opEq');
  const set = (value: unknown) => onChange({ field: c.field, op, value });
  const pair = (at: 0 | 1) => (next: unknown) => {
    const both = asRange(c);
    both[at] = next ?? null;
    set(both[0] === null && both[1] === null ? null : both);
  };
  const [from, to] = asRange(c);
  return (
    <div className="flex w-[280px] flex-col gap-2">
      {ops.length > 1 && (
        <Select
          aria-label={t('operator')}
          value={op}
          onChange={(next) => onChange({ field: c.field, op: next, value: keeps(op, next) ? c.value : null })}
          options={ops.map((o) => ({ value: o, label: opWords(o) }))}
        />
      )}
      {custom && (
        <FieldFilterInput
          field={custom}
          op={op as never}
          value={ranged ? asRange(c) : c.value}
          onChange={set}
          label={name}
        />
      )}
      {shape && op !== 'empty' && op !== 'filled' && (
        <>
          {(shape === 'people' || shape === 'status' || shape === 'tags' || shape === 'reason') && (
            <Choice
              name={name}
              all={choices(boot, kind, shape)}
              value={c.value}
              onChange={set}
              placeholder={t('any')}
            />
          )}
          {shape === 'task' && (
            <RadioGroup
              aria-label={name}
              value={String(c.value ?? '')}
              onChange={set}
              options={TASK_WORDS.map((word) => ({ value: word as string, label: t(TASK_WORD[word]) }))}
            />
          )}
          {shape === 'money' && (
            <div className="grid grid-cols-2 gap-2">
              <MoneyInput
                aria-label={`${name} ${t('from')}`}
                placeholder={t('from')}
                value={from as number | null}
                onChange={pair(0)}
              />
              <MoneyInput
                aria-label={`${name} ${t('to')}`}
                placeholder={t('to')}
                value={to as number | null}
                onChange={pair(1)}
              />
            </div>
          )}
          {shape === 'days' && (
            <div className="grid grid-cols-2 gap-2">
              <DatePicker aria-label={`${name} ${t('from')}`} value={from as string | null} onChange={pair(0)} />
              <DatePicker aria-label={`${name} ${t('to')}`} value={to as string | null} onChange={pair(1)} />
            </div>
          )}
          {shape === 'name' && (
            <Input aria-label={name} autoFocus value={String(c.value ?? '')} onChange={(e) => set(e.target.value)} />
          )}
        </>
      )}
    </div>
  );
}

/** Whether a value still makes sense under another operator. */
const LISTS = ['in', 'nin'];
const keeps = (a: string, b: string) =>
  LISTS.includes(a) === LISTS.includes(b) && (a === 'between') === (b === 'between');

function Choice({
  name,
  all,
  value,
  onChange,
  placeholder,
}: {
  name: string;
  all: { value: string; label: string; hint?: string }[];
  value: unknown;
  onChange: (ids: number[] | null) => void;
  placeholder: string;
}) {
  const ids = Array.isArray(value) ? value.map(String) : [];
  return (
    <MultiSelect
      aria-label={name}
      placeholder={placeholder}
      options={all}
      value={ids.map((id) => all.find((o) => o.value === id) ?? { value: id, label: id })}
      onChange={(chosen) => onChange(chosen.length > 0 ? chosen.map((o) => Number(o.value)) : null)}
    />
  );
}

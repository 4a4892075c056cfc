import { useSuspenseQuery } from '@tanstack/react-query';
import { baseType, FieldFilterInput, opName } from '@/features/fields';
import { bootstrap, type CardKind, type Field } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Select } from '@/ui/Select';
import { customField, opsOf, type Shape, shapeOf, subject } from './catalogue';
import { EventEditor } from './EventEditor';
import { LinkEditor } from './LinkEditor';
import locale from './locale';
import { PeriodInput } from './PeriodInput';
import { StandardInput } from './StandardInput';
import { TaskEditor } from './TaskEditor';
import { asked, asRange, type Condition } from './tree';
import { fieldName } from './words';

const OP_WORD = {
  in: 'opIn',
  nin: 'opNin',
  empty: 'opEmpty',
  filled: 'opFilled',
  contains: 'opContains',
  '!contains': 'opNotContains',
  starts: 'opStarts',
  eq: 'opEq',
  ne: 'opNe',
  '!eq': 'opNe',
  between: 'opBetween',
  '!between': 'opNotBetween',
  has: 'opHas',
  none: 'opNone',
} as const;

type OpWord = keyof typeof OP_WORD;

const LISTS = ['in', 'nin'];
/** Whether a value still makes sense under another operator. */
const keeps = (a: string, b: string) =>
  LISTS.includes(a) === LISTS.includes(b) && a.endsWith('between') === b.endsWith('between');

const moves = (field: Field) => ['date', 'datetime'].includes(baseType(field));

/** Operator and value of one condition. */
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
  const of = subject(kind, c.field);
  const custom = customField(boot, kind, c.field);
  const shape = shapeOf(kind, c.field);
  const name = fieldName(boot, kind, c.field);
  const ops = opsOf(boot, kind, c.field);
  const ranged = (c.op === 'gte' || c.op === 'lte') && ops.includes('between');
  const plain = ranged ? 'between' : c.op;
  const op = c.not ? `!${plain}` : plain;
  const nested = shape === 'taskAsk' || shape === 'eventAsk' || (shape === 'link' && of.field === 'deal');
  const words = (o: string): string => {
    if (shape === 'eventAsk') return t(o === 'none' ? 'opNotHappened' : 'opHappened');
    if (custom && !o.startsWith('!')) return opName(custom, o as never);
    return t(OP_WORD[o as OpWord] ?? 'opEq');
  };
  const change = (next: string, value: unknown) => {
    const not = next.startsWith('!');
    onChange({ field: c.field, op: not ? next.slice(1) : next, value, ...(not ? { not } : {}) });
  };
  const set = (value: unknown) => change(op, value);
  if (nested && asked(c.value) === null) return <p className="text-muted">{t('opaque')}</p>;
  return (
    <div className="flex flex-col gap-2">
      {ops.length > 1 && (
        <Select
          aria-label={t('operator')}
          value={op}
          onChange={(next) => change(next, nested || keeps(op, next) ? c.value : null)}
          options={ops.map((o) => ({ value: o, label: words(o) }))}
        />
      )}
      <div data-first className="contents">
        {custom && plain === 'between' && moves(custom) ? (
          <PeriodInput name={name} value={asRange(c)} onChange={set} />
        ) : (
          custom && (
            <FieldFilterInput
              field={custom}
              op={plain as never}
              value={ranged ? asRange(c) : c.value}
              onChange={set}
              label={name}
            />
          )
        )}
        {shape && !custom && plain !== 'empty' && plain !== 'filled' && (
          <StandardInput kind={of.kind} shape={shape as Shape} name={name} condition={c} onChange={set} />
        )}
      </div>
      {shape === 'taskAsk' && <TaskEditor condition={c} onChange={onChange} />}
      {shape === 'eventAsk' && <EventEditor kind={of.kind} condition={c} onChange={onChange} />}
      {shape === 'link' && of.field === 'deal' && <LinkEditor condition={c} onChange={onChange} />}
    </div>
  );
}

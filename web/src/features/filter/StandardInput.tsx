import { useSuspenseQuery } from '@tanstack/react-query';
import { bootstrap, type CardKind } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Input } from '@/ui/Input';
import { MoneyInput } from '@/ui/MoneyInput';
import { RadioGroup } from '@/ui/RadioGroup';
import { Choose } from './Choose';
import { type Shape, TASK_WORDS } from './catalogue';
import locale from './locale';
import { PeriodInput } from './PeriodInput';
import { asRange, type Condition } from './tree';
import { choices, TASK_WORD } from './words';

/** The value of a condition on a standard field of a kind of card. */
export function StandardInput({
  kind,
  shape,
  name,
  condition: c,
  onChange,
}: {
  kind: CardKind;
  shape: Shape;
  name: string;
  condition: Condition;
  onChange: (value: unknown) => void;
}) {
  const t = useText(locale);
  const { data: boot } = useSuspenseQuery(bootstrap);
  const [from, to] = asRange(c);
  const pair = (at: 0 | 1) => (next: unknown) => {
    const both = asRange(c);
    both[at] = next ?? null;
    onChange(both[0] === null && both[1] === null ? null : both);
  };
  switch (shape) {
    case 'people':
    case 'status':
    case 'tags':
    case 'reason':
      return (
        <Choose
          name={name}
          all={choices(boot, kind, shape)}
          value={c.value}
          onChange={onChange}
          placeholder={t('any')}
        />
      );
    case 'task':
      return (
        <RadioGroup
          aria-label={name}
          value={String(c.value ?? '')}
          onChange={onChange}
          options={TASK_WORDS.map((word) => ({ value: word as string, label: t(TASK_WORD[word]) }))}
        />
      );
    case 'flag':
      return (
        <RadioGroup
          aria-label={name}
          value={c.value === true ? 'yes' : c.value === false ? 'no' : null}
          onChange={(next) => onChange(next === 'yes')}
          options={(['yes', 'no'] as const).map((word) => ({ value: word, label: t(word) }))}
        />
      );
    case 'money':
      return (
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
      );
    case 'days':
      return <PeriodInput name={name} value={[from, to]} onChange={onChange} />;
    case 'name':
      return (
        <Input aria-label={name} autoFocus value={String(c.value ?? '')} onChange={(e) => onChange(e.target.value)} />
      );
    default:
      return null;
  }
}

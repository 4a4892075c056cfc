import { Search } from 'lucide-react';
import { useState } from 'react';
import { useText } from '@/lib/i18n';
import { DatePicker } from '@/ui/DatePicker';
import { DateTimePicker } from '@/ui/DateTimePicker';
import { Field } from '@/ui/Field';
import { InlineEdit } from '@/ui/InlineEdit';
import { Input } from '@/ui/Input';
import { MoneyInput } from '@/ui/MoneyInput';
import { NumberInput } from '@/ui/NumberInput';
import { Textarea } from '@/ui/Textarea';
import locale from './locale';
import { Part } from './Part';

export function InputsPart() {
  const t = useText(locale);
  const [sum, setSum] = useState<number | null>(125_000_000);
  const [count, setCount] = useState<number | null>(1250);
  const [day, setDay] = useState<string | null>('2026-11-12');
  const [at, setAt] = useState<number | null>(1_794_474_000);
  const [name, setName] = useState(t('nameValue'));
  return (
    <Part title={t('inputs')}>
      <div className="grid grid-cols-1 gap-4 desk:grid-cols-2">
        <Field label={t('name')} required>
          <Input defaultValue={t('nameValue')} key={t('nameValue')} />
        </Field>
        <Field label={t('email')} hint={t('emailHint')}>
          <Input type="email" placeholder="name@example.com" />
        </Field>
        <Field label={t('email')} error={t('emailError')}>
          <Input type="email" defaultValue="anna.example.com" />
        </Field>
        <Field label={t('readonly')}>
          <Input disabled defaultValue="D-10482" />
        </Field>
        <Field label={t('budget')}>
          <MoneyInput value={sum} onChange={setSum} currency="RUB" />
        </Field>
        <Field label={t('quantity')}>
          <NumberInput value={count} onChange={setCount} min={0} unit={t('pieces')} />
        </Field>
        <Field label={t('due')}>
          <DatePicker value={day} onChange={setDay} />
        </Field>
        <Field label={t('remind')}>
          <DateTimePicker value={at} onChange={setAt} />
        </Field>
        <Field label={t('note')} className="desk:col-span-2">
          <Textarea placeholder={t('notePlaceholder')} />
        </Field>
        <Input
          compact
          aria-label={t('search')}
          placeholder={t('search')}
          before={<Search aria-hidden="true" size={14} />}
          className="desk:col-span-2"
        />
      </div>
      <div className="flex flex-col">
        <h3 className="caps pb-1">{t('inline')}</h3>
        <Field label={t('name')} inline>
          <InlineEdit label={t('name')} value={name} onSave={setName} />
        </Field>
        <Field label={t('note')} inline>
          <InlineEdit
            label={t('note')}
            value=""
            onSave={() => undefined}
            placeholder={t('notePlaceholder')}
            multiline
          />
        </Field>
        <Field label={t('stage')} inline>
          <InlineEdit label={t('stage')} value={t('stage2')} onSave={() => undefined} reason={t('reason')} />
        </Field>
      </div>
    </Part>
  );
}

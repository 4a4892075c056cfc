import { Columns3, List } from 'lucide-react';
import { useState } from 'react';
import { useText } from '@/lib/i18n';
import { Avatar } from '@/ui/Avatar';
import { Checkbox } from '@/ui/Checkbox';
import { ColorPicker } from '@/ui/ColorPicker';
import { Combobox } from '@/ui/Combobox';
import { Field } from '@/ui/Field';
import { type Hue, hueVar } from '@/ui/hues';
import { MultiSelect } from '@/ui/MultiSelect';
import { matches, type Option } from '@/ui/option';
import { RadioGroup } from '@/ui/RadioGroup';
import { SegmentedControl } from '@/ui/SegmentedControl';
import { Select } from '@/ui/Select';
import { Switch } from '@/ui/Switch';
import locale from './locale';
import { Part } from './Part';
import { Row } from './Row';

const dot = (hue: Hue) => (
  <span aria-hidden="true" style={{ backgroundColor: hueVar(hue) }} className="size-2 shrink-0 rounded-full" />
);

export function ChoicePart() {
  const t = useText(locale);
  const [stage, setStage] = useState<'1' | '2' | '3' | '4'>('2');
  const [company, setCompany] = useState<Option | null>(null);
  const [person, setPerson] = useState<Option | null>({
    value: '1',
    label: t('person1'),
    icon: <Avatar name={t('person1')} />,
  });
  const [tags, setTags] = useState<Option[]>([
    { value: '1', label: t('tag1') },
    { value: '2', label: t('tag2') },
  ]);
  const [on, setOn] = useState(true);
  const [who, setWho] = useState<'mine' | 'group' | 'all'>('group');
  const [view, setView] = useState<'board' | 'list'>('board');
  const [hue, setHue] = useState<Hue | null>(9);
  const companies = [t('companyA'), t('companyB'), t('companyC')].map((label, i) => ({ value: String(i), label }));
  const people: Option[] = [t('person1'), t('person2'), t('person3')].map((label, i) => ({
    value: String(i + 1),
    label,
    icon: <Avatar name={label} />,
  }));
  const stages = [
    { value: '1' as const, label: t('stage1'), icon: dot(9) },
    { value: '2' as const, label: t('stage2'), icon: dot(3) },
    { value: '3' as const, label: t('stage3'), icon: dot(11) },
    { value: '4' as const, label: t('stage4'), icon: dot(5) },
  ];
  return (
    <Part title={t('choice')}>
      <div className="grid grid-cols-1 gap-4 desk:grid-cols-2">
        <Field label={t('stage')}>
          <Select value={stage} onChange={setStage} options={stages} />
        </Field>
        <Field label={t('stage')}>
          <Select value={null} onChange={setStage} options={stages} placeholder={t('choose')} disabled />
        </Field>
        <Field label={t('company')}>
          <Combobox
            value={company}
            onChange={setCompany}
            placeholder={t('findCompany')}
            search={async (query) => companies.filter((o) => query === '' || matches(o, query))}
            onCreate={(label) => ({ value: label, label })}
          />
        </Field>
        <Field label={t('responsible')}>
          <Combobox value={person} onChange={setPerson} options={people} />
        </Field>
        <Field label={t('tags')} className="desk:col-span-2">
          <MultiSelect
            value={tags}
            onChange={setTags}
            placeholder={t('addTag')}
            options={[t('tag1'), t('tag2'), t('tag3')].map((label, i) => ({ value: String(i + 1), label }))}
            onCreate={(label) => ({ value: label, label })}
          />
        </Field>
      </div>
      <div className="grid grid-cols-1 gap-4 desk:grid-cols-2">
        <div className="flex flex-col gap-1.5">
          <Checkbox checked={on} onChange={setOn} label={t('notify')} hint={t('notifyHint')} />
          <Checkbox checked={false} mixed onChange={() => undefined} label={t('some')} />
          <Checkbox checked={false} onChange={() => undefined} label={t('off')} />
          <Checkbox checked disabled onChange={() => undefined} label={t('disabled')} />
          <Switch checked={on} onChange={setOn} label={t('notify')} hint={t('notifyHint')} />
          <Switch checked={false} onChange={() => undefined} label={t('off')} />
          <Switch checked disabled onChange={() => undefined} label={t('disabled')} />
        </div>
        <div className="flex flex-col gap-4">
          <Field label={t('visible')}>
            <RadioGroup
              value={who}
              onChange={setWho}
              options={[
                { value: 'mine', label: t('mine') },
                { value: 'group', label: t('group'), hint: t('groupHint') },
                { value: 'all', label: t('all') },
              ]}
            />
          </Field>
          <Field label={t('colour')}>
            <ColorPicker value={hue} onChange={setHue} />
          </Field>
          <Row>
            <SegmentedControl
              label={t('view')}
              value={view}
              onChange={setView}
              segments={[
                { value: 'board', label: t('board'), icon: <Columns3 aria-hidden="true" size={14} /> },
                { value: 'list', label: t('list'), icon: <List aria-hidden="true" size={14} /> },
              ]}
            />
            <SegmentedControl
              both
              label={t('view')}
              value={view}
              onChange={setView}
              segments={[
                { value: 'board', label: t('board'), icon: <Columns3 aria-hidden="true" size={14} /> },
                { value: 'list', label: t('list'), icon: <List aria-hidden="true" size={14} /> },
              ]}
            />
            <Select compact aria-label={t('stage')} value={stage} onChange={setStage} options={stages} />
          </Row>
        </div>
      </div>
    </Part>
  );
}

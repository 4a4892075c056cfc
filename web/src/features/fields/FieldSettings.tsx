import type { CardKind, Field as FieldView } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Field as Labelled } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { MultiSelect } from '@/ui/MultiSelect';
import { NumberInput } from '@/ui/NumberInput';
import { Select } from '@/ui/Select';
import { Switch } from '@/ui/Switch';
import { Textarea } from '@/ui/Textarea';
import { FormulaEditor } from './formula/FormulaEditor';
import { LINK_KINDS } from './link/links';
import locale from './locale';
import type { FieldDraft, FieldType, FieldSettings as Settings } from './model';
import { CURRENCIES } from './monetary/currencies';
import settingsLocale from './settingsLocale';
import { defOf } from './types';

/** What a type of field can be told: hint, bounds, unit, choices. Draws only what the type uses. */
export function FieldSettings({
  type,
  draft,
  onChange,
  error,
  newOptions = true,
  kind = 'deal',
  fields = [],
}: {
  type: FieldType;
  /** Whose field it is, and the others beside it: what a formula may use. */
  kind?: CardKind;
  fields?: readonly FieldView[];
  draft: FieldDraft;
  onChange: (draft: FieldDraft) => void;
  /** The fault of a path of the server's answer: `settings.unit`, `options`. */
  error?: (path: string) => string | undefined;
  /** Choices are typed as lines; an existing list has an editor of its own. */
  newOptions?: boolean;
}) {
  const t = useText(settingsLocale);
  const word = useText(locale);
  const { settings } = draft;
  const has = new Set(defOf(type).settings);
  const set = (patch: Partial<Settings>) => onChange({ ...draft, settings: { ...settings, ...patch } });
  const drop = (key: keyof Settings) => {
    const { [key]: _, ...rest } = settings;
    onChange({ ...draft, settings: rest });
  };
  const setNumber = (key: 'decimals' | 'min' | 'max' | 'max_length' | 'max_files') => (n: number | null) =>
    n === null ? drop(key) : set({ [key]: n });
  return (
    <>
      {has.has('options') && newOptions && (
        <Labelled label={t('setOptions')} hint={t('setOptionsHint')} error={error?.('options')} required>
          <Textarea
            minRows={4}
            value={draft.options}
            onChange={(e) => onChange({ ...draft, options: e.target.value })}
          />
        </Labelled>
      )}
      {has.has('decimals') && (
        <div className="grid grid-cols-2 gap-3">
          <Labelled label={t('setDecimals')} error={error?.('settings.decimals')}>
            <NumberInput min={0} max={10} value={settings.decimals ?? null} onChange={setNumber('decimals')} />
          </Labelled>
          <Labelled label={t('setUnit')} error={error?.('settings.unit')}>
            <Input
              maxLength={20}
              placeholder={t('setUnitExample')}
              value={settings.unit ?? ''}
              onChange={(e) => set({ unit: e.target.value })}
            />
          </Labelled>
        </div>
      )}
      {has.has('range') && (
        <div className="grid grid-cols-2 gap-3">
          <Labelled label={t('setMin')} error={error?.('settings.min')}>
            <NumberInput digits={10} value={settings.min ?? null} onChange={setNumber('min')} />
          </Labelled>
          <Labelled label={t('setMax')} error={error?.('settings.max')}>
            <NumberInput digits={10} value={settings.max ?? null} onChange={setNumber('max')} />
          </Labelled>
        </div>
      )}
      {has.has('max_length') && (
        <Labelled label={t('setMaxLength')} error={error?.('settings.max_length')}>
          <NumberInput min={1} max={100_000} value={settings.max_length ?? null} onChange={setNumber('max_length')} />
        </Labelled>
      )}
      {has.has('max_files') && (
        <Labelled label={t('setMaxFiles')} error={error?.('settings.max_files')}>
          <NumberInput
            min={1}
            max={50}
            placeholder="10"
            value={settings.max_files ?? null}
            onChange={setNumber('max_files')}
          />
        </Labelled>
      )}
      {has.has('formula') && (
        <FormulaEditor
          kind={kind}
          fields={fields}
          value={settings.formula ?? ''}
          error={error?.('settings.formula')}
          onChange={(formula) => set({ formula })}
        />
      )}
      {has.has('link_kinds') && (
        <Labelled label={t('setLinkKinds')} error={error?.('settings.link_kinds')} required>
          <MultiSelect
            placeholder={word('pick')}
            options={LINK_KINDS.map((k) => ({ value: k, label: word(`link_${k}`) }))}
            value={LINK_KINDS.filter((k) => settings.link_kinds?.includes(k)).map((k) => ({
              value: k,
              label: word(`link_${k}`),
            }))}
            onChange={(chosen) => set({ link_kinds: chosen.map((o) => o.value) })}
          />
        </Labelled>
      )}
      {has.has('link_kinds') && (
        <Switch
          label={t('setMultiple')}
          checked={settings.multiple ?? false}
          onChange={(multiple) => set({ multiple })}
        />
      )}
      {has.has('currency') && (
        <Labelled label={t('setCurrency')} hint={t('setCurrencyHint')} error={error?.('settings.currency')}>
          <Select
            value={settings.currency ?? ''}
            onChange={(currency) => (currency ? set({ currency }) : drop('currency'))}
            options={[
              { value: '', label: t('accountCurrency') },
              ...CURRENCIES.map((code) => ({ value: code as string, label: code })),
            ]}
          />
        </Labelled>
      )}
      {has.has('hint') && (
        <Labelled label={t('setHint')} hint={t('setHintText')} error={error?.('settings.hint')}>
          <Input maxLength={200} value={settings.hint ?? ''} onChange={(e) => set({ hint: e.target.value })} />
        </Labelled>
      )}
    </>
  );
}

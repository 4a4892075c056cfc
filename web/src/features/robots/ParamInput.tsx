import { Link } from '@tanstack/react-router';
import { type CardKind, useLossReasons, usePeople, useTags, useTaskTypes } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Avatar } from '@/ui/Avatar';
import { Combobox } from '@/ui/Combobox';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { MultiSelect } from '@/ui/MultiSelect';
import { Select } from '@/ui/Select';
import { Switch } from '@/ui/Switch';
import type { Param } from './api';
import { DelayInput } from './DelayInput';
import { FieldValuesInput } from './FieldValuesInput';
import locale from './locale';
import type { Delay } from './model';
import { StatusSelect } from './StatusSelect';
import { TemplateInput } from './TemplateInput';

/** One parameter of an action, drawn by its widget. One the client does not know is a line of text. */
export function ParamInput({
  action,
  param,
  kind,
  value,
  placeholders,
  webhooks,
  error,
  onChange,
}: {
  action: string;
  param: Param;
  kind: CardKind;
  value: unknown;
  placeholders: readonly string[];
  webhooks: readonly { id: number; name: string; url: string }[];
  error: string | undefined;
  onChange: (value: unknown) => void;
}) {
  const t = useText(locale);
  const people = usePeople();
  const types = useTaskTypes();
  const reasons = useLossReasons();
  const tags = useTags(kind);
  const label = t(`param_${action}_${param.name}` as 'param_move_status_id');
  const number = (v: string) => onChange(Number(v) || undefined);

  if (param.widget === 'switch')
    return <Switch label={label} hint={t('allDayHint')} checked={value === true} onChange={onChange} />;
  if (param.widget === 'field_values')
    return (
      <FieldValuesInput
        kind={kind}
        value={(value ?? {}) as Record<string, unknown[]>}
        error={error}
        onChange={onChange}
      />
    );

  const control = () => {
    switch (param.widget) {
      case 'textarea':
      case 'text':
        return (
          <TemplateInput
            value={String(value ?? '')}
            placeholders={param.placeholders ? placeholders : []}
            kind={kind}
            max={param.max ?? 2000}
            onChange={onChange}
          />
        );
      case 'user': {
        const options = people
          .filter((p) => p.is_active || p.id === value)
          .map((p) => ({ value: String(p.id), label: p.name, icon: <Avatar name={p.name} size={20} /> }));
        return (
          <Combobox
            placeholder={param.required ? t('pickPerson') : t('responsibleOfCard')}
            options={options}
            value={options.find((o) => o.value === String(value)) ?? null}
            onChange={(o) => onChange(o ? Number(o.value) : undefined)}
          />
        );
      }
      case 'status':
        return <StatusSelect value={Number(value) || null} onChange={onChange} />;
      case 'loss_reason':
        return (
          <Select
            value={String(value ?? 0)}
            onChange={number}
            options={[
              { value: '0', label: t('noReason') },
              ...reasons.map((r) => ({ value: String(r.id), label: r.name })),
            ]}
          />
        );
      case 'task_type':
        return (
          <Select
            value={String(value ?? types[0]?.id ?? 0)}
            onChange={number}
            options={types.map((x) => ({ value: String(x.id), label: x.name }))}
          />
        );
      case 'webhook':
        return (
          <>
            <Select
              value={value ? String(value) : null}
              placeholder={t('pickWebhook')}
              onChange={number}
              options={webhooks.map((w) => ({
                value: String(w.id),
                label: w.name || w.url,
                hint: w.name ? w.url : undefined,
              }))}
            />
            {webhooks.length === 0 && (
              <Link
                to="/settings/$section"
                params={{ section: 'webhooks' }}
                search={{}}
                className="self-start text-small text-accent"
              >
                {t('makeWebhook')}
              </Link>
            )}
          </>
        );
      case 'tags': {
        const chosen = ((value ?? []) as string[]).map((name) => ({ value: name, label: name }));
        return (
          <MultiSelect
            options={tags.map((tag) => ({ value: tag.name, label: tag.name }))}
            value={chosen}
            onCreate={(name) => ({ value: name, label: name })}
            onChange={(next) => onChange(next.map((o) => o.value))}
          />
        );
      }
      case 'delay':
        return <DelayInput value={value as Delay | undefined} onChange={onChange} />;
      case 'choice':
        return (
          <Select
            value={value ? String(value) : null}
            onChange={onChange}
            options={(param.choices ?? []).map((c) => ({ value: c, label: c }))}
          />
        );
    }
    return <Input value={String(value ?? '')} onChange={(e) => onChange(e.target.value)} />;
  };
  return (
    <Field label={label} error={error} required={param.required && param.widget !== 'delay'}>
      {control()}
    </Field>
  );
}

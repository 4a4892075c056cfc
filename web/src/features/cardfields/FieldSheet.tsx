import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { FIELD_TYPES, FieldSettings, type FieldType, typeName } from '@/features/fields';
import { ApiError } from '@/lib/api';
import { type CardKind, type Field, useFields, usePipelines } from '@/lib/bootstrap';
import { asIs, useChange } from '@/lib/change';
import { useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import { Button } from '@/ui/Button';
import { Field as Labelled } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { MultiSelect } from '@/ui/MultiSelect';
import { Select } from '@/ui/Select';
import { Sheet } from '@/ui/Sheet';
import { Switch } from '@/ui/Switch';
import { createField, setFieldRoles, updateField } from './api';
import { FieldAccess } from './FieldAccess';
import { FieldOptions } from './FieldOptions';
import { FieldRequirements } from './FieldRequirements';
import { type FieldEditDraft, fieldBody, fieldDraft, fieldPatch, UNIQUE_TYPES } from './fieldDraft';
import locale from './locale';
import { TypeIcon } from './TypeIcon';
import { useFieldDeletion } from './useFieldDeletion';

/** Everything of one field, new or old. Saved as a whole; its type never changes. */
export function FieldSheet({
  kind,
  field,
  group,
  onClose,
}: {
  kind: CardKind;
  field: Field | null;
  group: number | null;
  onClose: () => void;
}) {
  const t = useText(locale);
  const form = useId();
  const change = useChange();
  const queries = useQueryClient();
  const remove = useFieldDeletion();
  const { groups, fields } = useFields(kind);
  const pipelines = usePipelines();
  const isAdmin = can(useSession(), 'admin');
  const [draft, setDraft] = useState<FieldEditDraft>(() => fieldDraft(field, group));
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<ApiError | null>(null);
  const set = (patch: Partial<FieldEditDraft>) => setDraft({ ...draft, ...patch });
  const isList = draft.type === 'list' || draft.type === 'multilist';
  const error = (path: string) => fault?.fields.find((f) => f.path === path || f.path.startsWith(`${path}.`))?.message;

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFault(null);
    try {
      await change(asIs, async () => {
        const saved = await (field ? updateField(field.id, fieldPatch(draft)) : createField(fieldBody(kind, draft)));
        const access = Object.entries(draft.access);
        if (access.length > 0) {
          await setFieldRoles(
            saved.id,
            access.map(([id, to]) => ({ role_id: Number(id), access: to })),
          );
        }
        return saved;
      });
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['fields', 'roles'] }),
        queries.invalidateQueries({ queryKey: ['fields', 'works'] }),
      ]);
      onClose();
    } catch (refusal) {
      if (!(refusal instanceof ApiError)) throw refusal;
      setFault(refusal);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Sheet
      open
      title={field ? field.name : t('newField')}
      onClose={onClose}
      footer={
        <>
          {field && (
            <Button
              size="form"
              variant="ghost"
              className="mr-auto"
              onClick={async () => {
                if (await remove(field)) onClose();
              }}
            >
              {t('del')}
            </Button>
          )}
          <Button size="form" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" form={form} size="form" variant="primary" loading={busy} disabled={!draft.name.trim()}>
            {field ? t('save') : t('add')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <Labelled label={t('name')} error={error('name')} required>
          <Input maxLength={100} value={draft.name} onChange={(e) => set({ name: e.target.value })} />
        </Labelled>
        <Labelled label={t('fieldType')} hint={field ? t('typeStays') : undefined} error={error('type')}>
          <Select<FieldType>
            value={draft.type}
            disabled={!!field}
            onChange={(type) => set({ type })}
            options={FIELD_TYPES.map((def) => ({
              value: def.type,
              label: typeName(def.type),
              icon: <TypeIcon type={def.type} />,
            }))}
          />
        </Labelled>
        <Labelled label={t('groupLabel')} error={error('group_id')}>
          <Select
            value={String(draft.group)}
            onChange={(next) => set({ group: Number(next) })}
            options={[
              { value: '0', label: t('mainGroup') },
              ...groups.map((g) => ({ value: String(g.id), label: g.name })),
            ]}
          />
        </Labelled>
        {field && isList && (
          <FieldOptions
            field={field}
            options={draft.choices}
            error={error('options')}
            onChange={(choices) => set({ choices })}
          />
        )}
        <FieldSettings
          type={draft.type}
          kind={kind}
          fields={fields.filter((f) => f.id !== field?.id)}
          draft={{ settings: draft.settings, options: draft.options }}
          newOptions={!field}
          error={error}
          onChange={({ settings, options }) => set({ settings, options })}
        />
        {UNIQUE_TYPES.has(draft.type) && (
          <div>
            <Switch
              label={t('unique')}
              hint={t('uniqueText')}
              checked={draft.settings.unique ?? false}
              onChange={(unique) => set({ settings: { ...draft.settings, unique } })}
            />
            {error('settings.unique') && (
              <p role="alert" className="mt-1 text-small text-bad">
                {error('settings.unique')}
              </p>
            )}
          </div>
        )}
        {kind === 'deal' && pipelines.length > 1 && (
          <Labelled label={t('shownIn')} hint={t('shownInText')} error={error('settings.pipeline_ids')}>
            <MultiSelect
              placeholder={t('everywhere')}
              options={pipelines.map((p) => ({ value: String(p.id), label: p.name }))}
              value={pipelines
                .filter((p) => draft.settings.pipeline_ids?.includes(p.id))
                .map((p) => ({ value: String(p.id), label: p.name }))}
              onChange={(chosen) =>
                set({ settings: { ...draft.settings, pipeline_ids: chosen.map((o) => Number(o.value)) } })
              }
            />
          </Labelled>
        )}
        {isAdmin && field && <FieldAccess id={field.id} value={draft.access} onChange={(access) => set({ access })} />}
        {kind === 'deal' && draft.type !== 'formula' && (
          <FieldRequirements
            value={draft.requirements}
            error={error('requirements')}
            onChange={(requirements) => set({ requirements })}
          />
        )}
        {draft.type !== 'formula' && draft.type !== 'tracking_data' && (
          <Switch
            label={t('apiOnly')}
            hint={t('apiOnlyText')}
            checked={draft.apiOnly}
            onChange={(apiOnly) => set({ apiOnly })}
          />
        )}
        {field && (
          <Labelled label={t('fieldCode')} hint={t('fieldCodeHint', { id: field.id })} error={error('code')}>
            <Input
              maxLength={60}
              spellCheck={false}
              autoComplete="off"
              value={draft.code}
              onChange={(e) => set({ code: e.target.value.toUpperCase() })}
            />
          </Labelled>
        )}
        {fault && (fault.fields.length === 0 || fault.fields.some((f) => f.path === '')) && (
          <p role="alert" className="text-bad">
            {fault.message}
          </p>
        )}
      </form>
    </Sheet>
  );
}

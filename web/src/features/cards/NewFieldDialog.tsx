import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { FIELD_TYPES, FieldSettings, type FieldType, typeName } from '@/features/fields';
import { ApiError } from '@/lib/api';
import { bootstrap, type CardKind, useFields } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { Select } from '@/ui/Select';
import { createField, createGroup } from './api';
import locale from './locale';

const NEW = 'new';

/** Adds a field of any type from the card it was missed on. */
export function NewFieldDialog({
  kind,
  groupId,
  onClose,
  onMade,
}: {
  kind: CardKind;
  groupId: number | null;
  onClose: () => void;
  onMade: (groupId: number | null) => void;
}) {
  const t = useText(locale);
  const form = useId();
  const queries = useQueryClient();
  const { groups, fields } = useFields(kind);
  const [name, setName] = useState('');
  const [type, setType] = useState<FieldType>('text');
  const [group, setGroup] = useState(groupId ? String(groupId) : 'main');
  const [groupName, setGroupName] = useState('');
  const [draft, setDraft] = useState({ settings: {}, options: '' });
  const options = draft.options.split('\n').flatMap((line) => line.trim() || []);
  const lists = type === 'list' || type === 'multilist';
  const [tried, setTried] = useState(false);
  const make = useMutation({
    mutationFn: async () => {
      const made = group === NEW ? (await createGroup(kind, groupName.trim())).id : null;
      const id = made ?? (group === 'main' ? null : Number(group));
      await createField({
        kind,
        type,
        name: name.trim(),
        settings: draft.settings,
        ...(id ? { group_id: id } : {}),
        ...(lists ? { options } : {}),
      });
      return id;
    },
    onSuccess: async (id) => {
      await queries.invalidateQueries({ queryKey: bootstrap.queryKey });
      onMade(id);
      onClose();
    },
  });
  const fault = make.error instanceof ApiError ? make.error : null;
  function submit(e: FormEvent) {
    e.preventDefault();
    e.stopPropagation();
    setTried(true);
    if (name.trim() && (!lists || options.length > 0) && (group !== NEW || groupName.trim())) make.mutate();
  }
  return (
    <Dialog
      open
      onClose={onClose}
      size="small"
      title={t('newField')}
      description={t('newFieldText')}
      footer={
        <>
          <Button size="form" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" form={form} size="form" variant="primary" loading={make.isPending}>
            {t('create')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label={t('fieldName')}
          required
          error={fault?.field('name') ?? (tried && !name.trim() ? t('fillIn') : null)}
        >
          <Input data-autofocus maxLength={250} value={name} onChange={(e) => setName(e.target.value)} />
        </Field>
        <Field label={t('fieldType')} error={fault?.field('type')}>
          <Select
            value={type}
            onChange={setType}
            options={FIELD_TYPES.map((def) => ({ value: def.type, label: typeName(def.type) }))}
          />
        </Field>
        <Field label={t('fieldGroup')} error={fault?.field('group_id')}>
          <Select
            value={group}
            onChange={setGroup}
            options={[
              { value: 'main', label: t('main') },
              ...groups.map((g) => ({ value: String(g.id), label: g.name })),
              { value: NEW, label: t('newGroup') },
            ]}
          />
        </Field>
        {group === NEW && (
          <Field label={t('groupName')} required error={tried && !groupName.trim() ? t('fillIn') : null}>
            <Input maxLength={100} value={groupName} onChange={(e) => setGroupName(e.target.value)} />
          </Field>
        )}
        <FieldSettings
          type={type}
          kind={kind}
          fields={fields}
          draft={draft}
          onChange={setDraft}
          error={(path) =>
            fault?.field(path) ?? (path === 'options' && tried && options.length === 0 ? t('atLeastOne') : undefined)
          }
        />
        {fault && fault.fields.length === 0 && (
          <p role="alert" className="text-small text-bad">
            {fault.message}
          </p>
        )}
      </form>
    </Dialog>
  );
}

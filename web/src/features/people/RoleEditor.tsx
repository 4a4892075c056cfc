import { useBlocker } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { ApiError } from '@/lib/api';
import { useText } from '@/lib/i18n';
import { attempt } from '@/ui/attempt';
import { Block } from '@/ui/Block';
import { Button } from '@/ui/Button';
import { confirm } from '@/ui/confirm';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { Switch } from '@/ui/Switch';
import { toast } from '@/ui/toast';
import { createRole, deleteRole, type Role, updateRole, usePeopleChanged } from './api';
import locale from './locale';
import { EXTRAS, sameRights } from './model';
import { RightsMatrix } from './RightsMatrix';
import { roleWords } from './roleWords';
import { StatusRights } from './StatusRights';

/** One role: its matrix, the rights without a scope, narrower stages. Saved as a whole, since people feel it at once. */
export function RoleEditor({
  role,
  holders,
  reason,
  onClose,
  onSaved,
}: {
  /** With the id 0 it is a new one. */
  role: Pick<Role, 'id' | 'name' | 'rights'>;
  holders: number;
  reason: string | undefined;
  onClose: () => void;
  onSaved: () => void;
}) {
  const t = useText(locale);
  const changed = usePeopleChanged();
  const [name, setName] = useState(role.name);
  const [rights, setRights] = useState(role.rights);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<ApiError | null>(null);
  const [done, setDone] = useState(false);
  const dirty = !done && (name !== role.name || !sameRights(rights, role.rights));
  useBlocker({
    shouldBlockFn: async () =>
      dirty && !(await confirm({ title: t('leaveAsk'), body: t('leaveText'), action: t('leaveAnyway'), danger: true })),
    enableBeforeUnload: () => dirty,
    disabled: !dirty,
  });

  async function save() {
    setBusy(true);
    setFault(null);
    try {
      const body = { name: name.trim(), rights };
      await (role.id ? updateRole(role.id, body) : createRole(body));
      setDone(true);
      await changed();
      toast({ text: t('roleSaved', { name: body.name }), tone: 'ok' });
      onSaved();
    } catch (refusal) {
      if (!(refusal instanceof ApiError)) throw refusal;
      setFault(refusal);
    } finally {
      setBusy(false);
    }
  }
  async function remove() {
    if (!(await confirm({ title: t('deleteRoleAsk', { name: role.name }), action: t('del'), danger: true }))) return;
    setDone(true);
    if (await attempt(deleteRole(role.id).finally(changed))) onClose();
    else setDone(false);
  }
  async function back() {
    if (
      dirty &&
      !role.id &&
      !(await confirm({ title: t('leaveAsk'), body: t('leaveText'), action: t('leaveAnyway'), danger: true }))
    )
      return;
    onClose();
  }

  const general = fault && !fault.field('name') ? (fault.fields[0]?.message ?? fault.message) : undefined;
  return (
    <>
      <Block
        actions={
          role.id !== 0 && (
            <Button variant="ghost" reason={reason} onClick={() => void remove()}>
              {t('del')}
            </Button>
          )
        }
        text={
          <Button
            variant="ghost"
            className="-ml-2.5"
            icon={<ArrowLeft aria-hidden="true" size={16} />}
            onClick={() => void back()}
          >
            {t('allRoles')}
          </Button>
        }
      >
        <Field label={t('roleName')} error={fault?.field('name')} required className="max-w-[360px]">
          <Input
            autoFocus={!role.id}
            maxLength={100}
            disabled={!!reason}
            value={name}
            onChange={(e) => setName(e.target.value)}
          />
        </Field>
        <RightsMatrix rights={rights} disabled={!!reason} onChange={setRights} />
        <p aria-live="polite" className="max-w-[720px] text-muted">
          {roleWords(rights)}
        </p>
      </Block>
      <Block title={t('extras')}>
        <div className="flex flex-col gap-2">
          {EXTRAS.map((e) => (
            <Switch
              key={e}
              label={t(`extra_${e}`)}
              hint={t(`extraHint_${e}`)}
              disabled={!!reason}
              checked={rights.extra?.[e] === true}
              onChange={(on) => setRights({ ...rights, extra: { ...rights.extra, [e]: on } })}
            />
          ))}
        </div>
      </Block>
      <Block title={t('narrowing')} text={t('narrowingText')}>
        <StatusRights rights={rights} disabled={!!reason} onChange={setRights} />
      </Block>
      {!reason && (
        <div className="sticky bottom-0 z-10 -mx-4 mt-6 flex flex-wrap items-center gap-2 border-t border-line bg-bg px-4 py-3 desk:-mx-6 desk:px-6">
          <Button
            size="form"
            variant="primary"
            loading={busy}
            disabled={!dirty || !name.trim()}
            onClick={() => void save()}
          >
            {t('save')}
          </Button>
          {dirty && role.id !== 0 && (
            <Button
              size="form"
              variant="ghost"
              onClick={() => {
                setName(role.name);
                setRights(role.rights);
              }}
            >
              {t('revert')}
            </Button>
          )}
          <span className="text-muted">
            {general ? (
              <span className="text-bad" role="alert">
                {general}
              </span>
            ) : (
              holders > 0 && t('feltBy', { n: holders })
            )}
          </span>
        </div>
      )}
    </>
  );
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ApiError, api, call } from '@/lib/api';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';
import locale from './locale';

/** A new person or company in a few fields; the rest is filled in on the card that opens. */
export function NewRecord({
  kind,
  onClose,
  onMade,
}: {
  kind: 'contact' | 'company';
  onClose: () => void;
  onMade: (id: number) => void;
}) {
  const t = useText(locale);
  const queries = useQueryClient();
  const [draft, setDraft] = useState({ first: '', last: '', name: '', phone: '', email: '' });
  const make = useMutation({
    mutationFn: () => {
      const reach = { phone: draft.phone.trim(), email: draft.email.trim() };
      return kind === 'contact'
        ? call(
            api.POST('/api/v1/contacts', {
              body: { first_name: draft.first.trim(), last_name: draft.last.trim(), ...reach },
            }),
          )
        : call(api.POST('/api/v1/companies', { body: { name: draft.name.trim(), ...reach } }));
    },
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: ['list', kind] });
      onMade(made.id);
    },
  });
  const fault = make.error instanceof ApiError ? make.error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  const input = (key: keyof typeof draft, path: string, label: string, type = 'text', focus = false) => (
    <Field label={label} error={fault?.field(path)}>
      <Input
        type={type}
        autoFocus={focus}
        value={draft[key]}
        onChange={(e) => setDraft({ ...draft, [key]: e.target.value })}
      />
    </Field>
  );
  return (
    <Dialog
      open
      size="small"
      onClose={onClose}
      title={t(kind === 'contact' ? 'newContact' : 'newCompany')}
      footer={
        <>
          <Button size="form" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button size="form" type="submit" form="new-record" variant="primary" loading={make.isPending}>
            {t('add')}
          </Button>
        </>
      }
    >
      <form id="new-record" onSubmit={submit} className="flex flex-col gap-3">
        {kind === 'contact' ? (
          <>
            {input('first', 'first_name', t('firstName'), 'text', true)}
            {input('last', 'last_name', t('lastName'))}
          </>
        ) : (
          input('name', 'name', t('name'), 'text', true)
        )}
        {input('phone', 'phone', t('phone'), 'tel')}
        {input('email', 'email', t('email'), 'email')}
        {fault && (
          <p role="alert" className="text-bad">
            {fault.fields.find((f) => !['first_name', 'last_name', 'phone', 'email'].includes(f.path))?.message ??
              fault.message}
          </p>
        )}
      </form>
    </Dialog>
  );
}

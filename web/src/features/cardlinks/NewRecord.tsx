import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useDeferredValue, useState } from 'react';
import { ApiError } from '@/lib/api';
import { useFields } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';
import type { Picked } from './AddRecord';
import { createCompany, createContact, duplicates } from './api';
import locale from './locale';

/** What was typed, in the field it looks like: a phone, an e-mail, else a name. */
function sorted(typed: string) {
  if (typed.includes('@')) return { name: '', phone: '', email: typed };
  if (/^[\d\s()+-]{6,}$/.test(typed)) return { name: '', phone: typed, email: '' };
  return { name: typed, phone: '', email: '' };
}

/** Brings the whole form into sight: it opens at the foot of a scrolling panel. */
const show = (form: HTMLFormElement | null) => form?.scrollIntoView?.({ block: 'nearest' });

/** A new contact or company in three fields. Those that may be the same are offered before it is made. */
export function NewRecord({
  kind,
  typed,
  companyId,
  taken,
  onMade,
  onCancel,
}: {
  kind: 'contact' | 'company';
  typed: string;
  companyId?: number | undefined;
  taken: readonly number[];
  onMade: (record: Picked) => void;
  onCancel: () => void;
}) {
  const t = useText(locale);
  const { fields } = useFields(kind);
  const [draft, setDraft] = useState(() => sorted(typed));
  const asked = useDeferredValue(draft);
  const same = useQuery(duplicates(kind, fields, asked));
  const found = (same.data ?? []).filter((c) => !taken.includes(c.id));
  const make = useMutation({
    mutationFn: () => {
      const { name, phone, email } = draft;
      const body = { name: name.trim() || phone || email, ...(phone ? { phone } : {}), ...(email ? { email } : {}) };
      return kind === 'company'
        ? createCompany(body)
        : createContact({ ...body, ...(companyId ? { company_id: companyId } : {}) });
    },
    onSuccess: (made) => onMade({ id: made.id, name: made.name, phone: draft.phone, email: draft.email }),
  });
  const fault = make.error instanceof ApiError ? make.error : null;
  // Phone and e-mail go into the first field of their type; the server names that field.
  const faultOf = (type: 'phone' | 'email') => {
    const field = fields.find((f) => f.type === type);
    return fault?.field(type) ?? (field ? fault?.field(`fields.${field.id}`) : undefined);
  };
  function submit(e: FormEvent) {
    e.preventDefault();
    e.stopPropagation();
    if (!make.isPending) make.mutate();
  }
  return (
    <form
      ref={show}
      onSubmit={submit}
      aria-label={kind === 'contact' ? t('newContact') : t('newCompany')}
      onKeyDown={(e) => {
        if (e.key !== 'Escape') return;
        e.stopPropagation();
        onCancel();
      }}
      className="my-1 flex flex-col gap-2 rounded-control bg-bg p-3"
    >
      <Field label={kind === 'contact' ? t('personName') : t('name')} error={fault?.field('name')}>
        <Input
          autoFocus
          autoComplete="off"
          value={draft.name}
          onChange={(e) => setDraft({ ...draft, name: e.target.value })}
        />
      </Field>
      <Field label={t('phone')} error={faultOf('phone')}>
        <Input
          type="tel"
          autoComplete="off"
          value={draft.phone}
          onChange={(e) => setDraft({ ...draft, phone: e.target.value })}
        />
      </Field>
      <Field label={t('email')} error={faultOf('email')}>
        <Input
          inputMode="email"
          autoComplete="off"
          value={draft.email}
          onChange={(e) => setDraft({ ...draft, email: e.target.value })}
        />
      </Field>
      {found.length > 0 && (
        <div role="status" className="rounded-control bg-warn-soft px-2 py-1.5">
          <p className="text-small font-medium text-warn">{t('sameFound')}</p>
          {found.map((c) => (
            <div key={c.id} className="flex items-center gap-2">
              <span className="min-w-0 flex-1 truncate">{c.name}</span>
              <Button variant="ghost" onClick={() => onMade({ id: c.id, name: c.name })}>
                {t('useThis')}
              </Button>
            </div>
          ))}
        </div>
      )}
      {fault && fault.fields.length === 0 && (
        <p role="alert" className="text-small text-bad">
          {fault.message}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t('cancel')}</Button>
        <Button
          type="submit"
          variant="primary"
          loading={make.isPending}
          disabled={!(draft.name.trim() || draft.phone.trim() || draft.email.trim())}
        >
          {t('create')}
        </Button>
      </div>
    </form>
  );
}

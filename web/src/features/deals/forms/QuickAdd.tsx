import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react';
import { ApiError } from '@/lib/api';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Checkbox } from '@/ui/Checkbox';
import { Input } from '@/ui/Input';
import { MoneyInput } from '@/ui/MoneyInput';
import { toast } from '@/ui/toast';
import { type BoardQuery, type Duplicate, duplicatesOf, type NewDeal, useCreateDeal } from '../api';
import locale from './locale';

const BLANK = { name: '', contact: '', phone: '', email: '', company: '' };

/** A deal in five fields, on top of the first stage. Ctrl Enter adds it and stays for the next. */
export function QuickAdd({
  query,
  status,
  onClose,
  onOpen,
}: {
  query: BoardQuery;
  status: number;
  onClose: () => void;
  /** Opens the deal that was added: the order of the board may have put it far down. */
  onOpen: (id: number) => void;
}) {
  const t = useText(locale);
  const first = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState(BLANK);
  const [price, setPrice] = useState<number | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const create = useCreateDeal(query);
  // Someone with the same phone or e-mail, and whether the deal is to be theirs.
  const [known, setKnown] = useState<Duplicate | null>(null);
  const [taken, setTaken] = useState(false);
  async function look() {
    const phone = draft.phone.trim();
    const email = draft.email.trim();
    setTaken(false);
    setKnown(phone || email ? await duplicatesOf(phone, email).catch(() => null) : null);
  }

  async function save(stay: boolean) {
    const text = { ...draft };
    for (const key of Object.keys(text) as (keyof typeof text)[]) text[key] = text[key].trim();
    if (!price && Object.values(text).every((v) => v === '')) return setFault(t('addEmpty'));
    const body: NewDeal = { status_id: status };
    if (text.name) body.name = text.name;
    if (price) body.price = price;
    if (known && taken) body.contacts = [{ id: known.id }];
    else if (text.contact || text.phone || text.email)
      body.contacts = [{ name: text.contact, phone: text.phone, email: text.email }];
    if (text.company) body.company = { name: text.company };
    try {
      const made = await create.mutateAsync(body);
      toast({ text: t('added', { name: made.name }), action: { label: t('addOpen'), run: () => onOpen(made.id) } });
      if (!stay) return onClose();
      setDraft(BLANK);
      setPrice(null);
      setKnown(null);
      setTaken(false);
      setFault(null);
      first.current?.focus();
    } catch (error) {
      setFault(error instanceof ApiError ? (error.fields[0]?.message ?? error.message) : String(error));
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(false);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void save(true);
    }
  };
  const field = (key: keyof typeof BLANK, label: string, type = 'text') => (
    <Input
      compact
      type={type}
      aria-label={label}
      placeholder={label}
      value={draft[key]}
      onChange={(e) => setDraft({ ...draft, [key]: e.target.value })}
      onBlur={key === 'phone' || key === 'email' ? () => void look() : undefined}
    />
  );
  return (
    <form
      onSubmit={submit}
      onKeyDown={keys}
      className="mb-1.5 flex flex-col gap-1.5 rounded-control border border-accent bg-surface p-2"
    >
      <Input
        ref={first}
        compact
        autoFocus
        aria-label={t('addName')}
        placeholder={t('addName')}
        value={draft.name}
        onChange={(e) => setDraft({ ...draft, name: e.target.value })}
      />
      <MoneyInput aria-label={t('addPrice')} placeholder={t('addPrice')} value={price} onChange={setPrice} />
      {field('contact', t('addContact'))}
      {field('phone', t('addPhone'), 'tel')}
      {field('email', t('addEmail'), 'email')}
      {known && (
        <Checkbox
          checked={taken}
          onChange={setTaken}
          label={t('addKnown', { name: known.name })}
          hint={t(known.by === 'email' ? 'addSameEmail' : 'addSamePhone')}
        />
      )}
      {field('company', t('addCompany'))}
      {fault && (
        <p role="alert" className="text-small text-bad">
          {fault}
        </p>
      )}
      <div className="flex items-center gap-2">
        <Button type="submit" variant="primary" loading={create.isPending}>
          {t('addSave')}
        </Button>
        <Button variant="ghost" onClick={onClose}>
          {t('addCancel')}
        </Button>
      </div>
      <p className="text-caps text-muted max-desk:hidden">{t('addHint')}</p>
    </form>
  );
}

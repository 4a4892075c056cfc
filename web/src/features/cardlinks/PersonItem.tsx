import { ChevronRight, Ellipsis, Mail, Phone } from 'lucide-react';
import { useState } from 'react';
import { CardLink, cardHref, type DealPerson, useCard } from '@/features/cardcore';
import { formatPhone } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { Avatar } from '@/ui/Avatar';
import { IconButton } from '@/ui/IconButton';
import { openMenu } from '@/ui/openMenu';
import locale from './locale';

/** One person of a deal: name, what to call and write to, and what can be done with the link. */
export function PersonItem({
  person,
  onMain,
  onUnlink,
}: {
  person: DealPerson;
  onMain: () => void;
  onUnlink: () => void;
}) {
  const t = useText(locale);
  const { locked, openCard } = useCard();
  const [open, setOpen] = useState(person.is_main);
  const name = person.name || t('hidden');
  const details = person.phone || person.email;
  const menu = (anchor: Element) =>
    openMenu({
      anchor,
      align: 'end',
      items: [
        openCard
          ? { id: 'open', label: t('open'), onSelect: () => openCard('contact', person.id) }
          : { kind: 'link', id: 'open', label: t('open'), href: cardHref('contact', person.id) },
        ...(person.is_main ? [] : [{ id: 'main', label: t('makeMain'), reason: locked, onSelect: onMain } as const]),
        { id: 'unlink', label: t('unlink'), reason: locked, onSelect: onUnlink },
      ],
    });
  return (
    <div className="py-0.5">
      <div className="flex min-h-control items-center gap-1.5">
        <button
          type="button"
          aria-expanded={open}
          aria-label={t('unfold', { name })}
          disabled={!details}
          onClick={() => setOpen(!open)}
          className="-ml-1.5 grid size-tap shrink-0 place-items-center rounded-small text-muted hover:bg-fg/6 disabled:invisible"
        >
          <ChevronRight aria-hidden="true" size={14} className={open ? 'rotate-90' : ''} />
        </button>
        <Avatar name={name} size={20} />
        {person.name ? (
          <CardLink kind="contact" id={person.id} className="min-w-0 truncate font-medium">
            {name}
          </CardLink>
        ) : (
          <span className="text-muted">{name}</span>
        )}
        {person.is_main && <span className="shrink-0 text-small text-muted">{t('mainContact')}</span>}
        <IconButton
          size="small"
          label={t('personMenu', { name })}
          icon={<Ellipsis aria-hidden="true" size={16} />}
          onClick={(e) => menu(e.currentTarget)}
          className="ml-auto"
        />
      </div>
      {open && details && (
        <div className="flex flex-col pl-[23px]">
          {person.phone && (
            <a
              href={`tel:${person.phone.replace(/ext.*$/i, '').replace(/[^\d+]/g, '')}`}
              className="tabular flex min-h-tap items-center gap-2 text-accent no-underline hover:underline"
            >
              <Phone aria-hidden="true" size={14} className="text-muted" />
              <span className="sr-only">{t('call')}</span>
              {formatPhone(person.phone)}
            </a>
          )}
          {person.email && (
            <a
              href={`mailto:${person.email}`}
              className="flex min-h-tap min-w-0 items-center gap-2 text-accent no-underline hover:underline"
            >
              <Mail aria-hidden="true" size={14} className="text-muted" />
              <span className="sr-only">{t('write')}</span>
              <span className="truncate">{person.email}</span>
            </a>
          )}
        </div>
      )}
    </div>
  );
}

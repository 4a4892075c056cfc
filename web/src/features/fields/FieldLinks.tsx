import { Copy, ExternalLink, Mail, Phone } from 'lucide-react';
import type { Field } from '@/lib/bootstrap';
import { text, useText } from '@/lib/i18n';
import { IconButton } from '@/ui/IconButton';
import { toast } from '@/ui/toast';
import { kindName } from './kindName';
import locale from './locale';
import { dialled, firstText, reaches, type Values, webAddress } from './model';

function copy(value: string) {
  navigator.clipboard?.writeText(value).then(
    () => toast({ text: text(locale, 'copied', { value }) }),
    () => toast({ text: text(locale, 'copyFailed'), tone: 'bad' }),
  );
}

/** What one does with a phone, an e-mail or a link: call, write, open, copy. One row of buttons for each value. */
export function FieldLinks({ field, values }: { field: Field; values: Values }) {
  const t = useText(locale);
  const rows =
    field.type === 'url'
      ? [{ value: firstText(values), href: webAddress(firstText(values)), kind: '' }].filter((r) => r.href !== '')
      : reaches(values).map((r) => ({
          value: r.value,
          href: field.type === 'phone' ? dialled(r.value) : `mailto:${r.value}`,
          kind: r.kind,
        }));
  if (rows.length === 0) return null;
  const label = field.type === 'phone' ? t('call') : field.type === 'email' ? t('write') : t('openLink');
  const Icon = field.type === 'phone' ? Phone : field.type === 'email' ? Mail : ExternalLink;
  return (
    <div className="flex shrink-0 flex-col pt-[2px]">
      {rows.map((r) => (
        <span key={r.value} className="flex min-h-tap items-center">
          <a
            href={r.href}
            aria-label={`${label}: ${r.value}`}
            data-tip={r.kind ? `${label} (${kindName(r.kind)})` : label}
            {...(field.type === 'url' ? { target: '_blank', rel: 'noreferrer' } : {})}
            className="grid size-tap place-items-center rounded-control text-muted hover:bg-fg/6 hover:text-fg"
          >
            <Icon aria-hidden="true" size={14} />
          </a>
          <IconButton
            size="small"
            label={t('copy')}
            icon={<Copy aria-hidden="true" size={14} />}
            onClick={() => copy(r.value)}
          />
        </span>
      ))}
    </div>
  );
}

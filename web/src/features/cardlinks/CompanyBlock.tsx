import { X } from 'lucide-react';
import { Block, CardLink, useCard } from '@/features/cardcore';
import { useText } from '@/lib/i18n';
import { Avatar } from '@/ui/Avatar';
import { IconButton } from '@/ui/IconButton';
import { AddRecord } from './AddRecord';
import locale from './locale';

/** The company of a deal or a person. */
export function CompanyBlock() {
  const t = useText(locale);
  const { card, save, locked, faults } = useCard();
  const company = card.company;
  if (!company && locked) return null;
  return (
    <Block title={t('company')}>
      {company ? (
        <div className="flex min-h-control items-center gap-1.5">
          <Avatar name={company.name || '?'} size={20} square />
          {company.name ? (
            <CardLink kind="company" id={company.id} className="min-w-0 truncate font-medium">
              {company.name}
            </CardLink>
          ) : (
            <span className="text-muted">{t('hidden')}</span>
          )}
          {!locked && (
            <IconButton
              size="small"
              label={t('unlink')}
              icon={<X aria-hidden="true" size={14} />}
              onClick={() => save({ company_id: 0 })}
              className="ml-auto"
            />
          )}
        </div>
      ) : (
        <AddRecord
          kind="company"
          onPick={(picked) => save({ company_id: picked.id }, { company: picked.name })}
          onCancel={() => undefined}
        />
      )}
      {faults.company_id && (
        <p role="alert" className="text-small text-bad">
          {faults.company_id}
        </p>
      )}
    </Block>
  );
}

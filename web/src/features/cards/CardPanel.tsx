import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useCard } from '@/features/cardcore';
import { CompanyBlock, DealsBlock, PeopleBlock, StaffBlock } from '@/features/cardlinks';
import { CardStatistics } from '@/features/cardstats';
import { FilesBlock } from '@/features/files';
import { useFields } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import { Button } from '@/ui/Button';
import { Tabs } from '@/ui/Tabs';
import { CoreFields } from './CoreFields';
import { CustomField } from './CustomField';
import { CardSetup, NewFieldDialog } from './dialogs';
import locale from './locale';

/** The left side of a card: groups of fields as tabs; in the first one the people and companies it belongs to. */
export function CardPanel() {
  const t = useText(locale);
  const { kind, card } = useCard();
  const { fields, groups } = useFields(kind);
  const [tab, setTab] = useState('main');
  const [making, setMaking] = useState(false);
  const maySet = can(useSession(), 'settings');
  const tabs = [
    { value: 'main', label: t('main') },
    ...groups.map((g) => ({ value: String(g.id), label: g.name })),
    { value: 'statistics', label: t('statistics') },
    ...(maySet ? [{ value: 'setup', label: t('setup') }] : []),
  ];
  const known = tabs.some((x) => x.value === tab) ? tab : 'main';
  const isFields = known !== 'statistics' && known !== 'setup';
  const shown = fields.filter((f) => {
    const pipelines = f.settings.pipeline_ids;
    if (pipelines?.length && card.pipeline_id && !pipelines.includes(card.pipeline_id)) return false;
    return known === 'main' ? !groups.some((g) => g.id === f.group_id) : String(f.group_id) === known;
  });
  return (
    <div className="flex flex-col gap-1 pb-6">
      <Tabs label={t('groups')} value={known} onChange={setTab} tabs={tabs} className="px-3" />
      {known === 'statistics' && <CardStatistics />}
      {known === 'setup' && <CardSetup kind={kind} />}
      {isFields && (
        <div className="flex flex-col px-4 pt-2">
          {known === 'main' && <CoreFields />}
          {shown.map((f) => (
            <CustomField key={f.id} field={f} />
          ))}
          {maySet && (
            <Button
              variant="ghost"
              icon={<Plus aria-hidden="true" size={14} />}
              onClick={() => setMaking(true)}
              className="mt-1 -ml-2 self-start text-muted"
            >
              {t('addField')}
            </Button>
          )}
        </div>
      )}
      {known === 'main' && (
        <div className="mt-2 flex flex-col">
          {kind === 'deal' && <PeopleBlock />}
          {kind !== 'company' && <CompanyBlock />}
          {kind === 'company' && <StaffBlock />}
          {kind !== 'deal' && <DealsBlock kind={kind} />}
          <FilesBlock kind={kind} id={card.id} canEdit={card.can.edit} locked={!!card.deleted_at} />
        </div>
      )}
      {making && (
        <NewFieldDialog
          kind={kind}
          groupId={known === 'main' ? null : Number(known)}
          onClose={() => setMaking(false)}
          onMade={(groupId) => setTab(groupId ? String(groupId) : 'main')}
        />
      )}
    </div>
  );
}

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { type CardKind, useFields } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { FieldGroups } from './FieldGroups';
import { FieldList } from './FieldList';
import { FieldSheet } from './FieldSheet';
import { FieldWorks } from './FieldWorks';
import locale from './locale';

/** The fields of a kind of card set up on the card itself: groups and order, new ones, everything of one in a sheet. */
export function CardSetup({ kind }: { kind: CardKind }) {
  const t = useText(locale);
  const { fields, groups } = useFields(kind);
  const [chosen, setGroup] = useState<number | null>(null);
  const [openId, open] = useState<number | 'new' | null>(null);
  const group = groups.some((g) => g.id === chosen) ? chosen : null;
  const field = fields.find((f) => f.id === openId);
  return (
    <div className="flex flex-col gap-3 px-4 pt-3">
      <p className="text-small text-muted">{t('cardSetupText')}</p>
      <FieldWorks />
      <FieldGroups kind={kind} groups={groups} fields={fields} value={group} onChange={setGroup} />
      <FieldList kind={kind} fields={fields} group={group} onOpen={open} onAdd={() => open('new')} />
      <Button icon={<Plus aria-hidden="true" size={16} />} onClick={() => open('new')} className="self-start">
        {t('newField')}
      </Button>
      {openId === 'new' && <FieldSheet kind={kind} field={null} group={group} onClose={() => open(null)} />}
      {field && (
        <FieldSheet key={field.id} kind={kind} field={field} group={field.group_id} onClose={() => open(null)} />
      )}
    </div>
  );
}

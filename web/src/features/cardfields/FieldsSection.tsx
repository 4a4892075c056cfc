import { useNavigate, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { CardKind } from '@/lib/bootstrap';
import { useFields } from '@/lib/bootstrap';
import { asIs, useChange } from '@/lib/change';
import { useText } from '@/lib/i18n';
import { attempt } from '@/ui/attempt';
import { Block } from '@/ui/Block';
import { Button } from '@/ui/Button';
import { SegmentedControl } from '@/ui/SegmentedControl';
import { addTracking } from './api';
import { DeletedFields } from './DeletedFields';
import { FieldGroups } from './FieldGroups';
import { FieldList } from './FieldList';
import { FieldSheet } from './FieldSheet';
import { FieldWorks } from './FieldWorks';
import locale from './locale';

/** What the address holds: the kind of card and the open field. */
interface Search {
  kind?: CardKind;
  id?: number;
}

/** The custom fields of each kind of card: groups, order, everything of a field in a sheet. */
export function FieldsSection() {
  const t = useText(locale);
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as Search;
  const kind: CardKind = search.kind ?? 'deal';
  const { fields, groups } = useFields(kind);
  const change = useChange();
  const [making, setMaking] = useState(false);
  const opened = fields.find((f) => f.id === search.id);
  const [chosen, setGroup] = useState<number | null>(null);
  const group = groups.some((g) => g.id === chosen) ? chosen : null;
  const go = (next: Search) =>
    void navigate({ to: '/settings/$section', params: { section: 'fields' }, search: next, replace: true });

  return (
    <>
      <Block
        text={t('fieldsLead')}
        actions={
          <>
            <Button onClick={() => void attempt(change(asIs, () => addTracking(kind, t('trackingGroup'))))}>
              {t('trackingSet')}
            </Button>
            <Button variant="primary" icon={<Plus aria-hidden="true" size={16} />} onClick={() => setMaking(true)}>
              {t('newField')}
            </Button>
          </>
        }
      >
        <FieldWorks />
        <SegmentedControl
          className="self-start"
          label={t('cardKind')}
          value={kind}
          onChange={(next) => {
            setGroup(null);
            go({ kind: next });
          }}
          segments={[
            { value: 'deal', label: t('k_deal') },
            { value: 'contact', label: t('k_contact') },
            { value: 'company', label: t('k_company') },
          ]}
        />
        <FieldGroups kind={kind} groups={groups} fields={fields} value={group} onChange={setGroup} />
        <FieldList
          kind={kind}
          fields={fields}
          group={group}
          onOpen={(id) => go({ kind, id })}
          onAdd={() => setMaking(true)}
        />
      </Block>
      <DeletedFields kind={kind} />
      {making && <FieldSheet kind={kind} field={null} group={group} onClose={() => setMaking(false)} />}
      {opened && (
        <FieldSheet key={opened.id} kind={kind} field={opened} group={opened.group_id} onClose={() => go({ kind })} />
      )}
    </>
  );
}

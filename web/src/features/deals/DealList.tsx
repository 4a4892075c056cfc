import { Plus } from 'lucide-react';
import { BulkBar } from '@/features/bulk';
import { RecordList, type Row } from '@/features/lists';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import locale from './locale';

/** Deals as rows; closed ones are among them unless the filter says otherwise. */
export function DealList({
  pipeline,
  filter,
  sort,
  group,
  canCreate,
  onSort,
  onOpen,
  onAdd,
  onClearFilter,
}: {
  pipeline: number;
  filter: string;
  sort: string;
  group: string | undefined;
  canCreate: boolean;
  onSort: (sort: string) => void;
  onOpen: (row: Row, ids: readonly number[]) => void;
  onAdd: () => void;
  onClearFilter: () => void;
}) {
  const t = useText(locale);
  const own = { field: 'pipeline', op: 'eq', value: pipeline };
  const all = filter ? JSON.stringify({ and: [own, JSON.parse(filter)] }) : JSON.stringify(own);
  return (
    <RecordList
      label={t('title')}
      query={{ kind: 'deal', filter: all, sort }}
      group={group}
      filtered={filter !== ''}
      onSort={onSort}
      onOpen={onOpen}
      onClearFilter={onClearFilter}
      bar={({ chosen, ...rest }) => <BulkBar kind="deal" filter={all} sort={sort} selection={chosen} {...rest} />}
      empty={
        <EmptyState
          title={t('emptyTitle')}
          text={t('emptyText')}
          action={
            canCreate && (
              <Button variant="primary" icon={<Plus size={16} />} onClick={onAdd}>
                {t('newDeal')}
              </Button>
            )
          }
        />
      }
    />
  );
}

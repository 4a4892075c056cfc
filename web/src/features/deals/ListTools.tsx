import { ColumnPicker, GroupButton, useColumns } from '@/features/lists';
import { ViewsButton } from '@/features/views';

/** What only the list of deals has in its toolbar; it comes with the list. */
export function ListTools({
  pipeline,
  filter,
  sort,
  saved,
  group,
  onGroup,
  onChoose,
}: {
  pipeline: number;
  filter: string;
  sort: string;
  saved: number | undefined;
  group: string | undefined;
  onGroup: (by: string | undefined) => void;
  onChoose: (view: { filter: string; sort: string; layout: '' | 'board' | 'list' }, saved?: number) => void;
}) {
  const { specs, save } = useColumns('deal');
  return (
    <>
      <ViewsButton
        kind="deal"
        pipeline={pipeline}
        shown={{ filter, sort, columns: specs, layout: 'list' }}
        saved={saved}
        onChoose={(view, id) => {
          if (view.columns.length > 0) void save([...view.columns]);
          onChoose(view, id);
        }}
      />
      <GroupButton kind="deal" value={group} onChange={onGroup} />
      <ColumnPicker kind="deal" />
    </>
  );
}

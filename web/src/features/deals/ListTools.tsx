import { ColumnPicker, useColumns } from '@/features/lists';
import { ViewsButton } from '@/features/views';

/** What only the list of deals has in its toolbar; it comes with the list. */
export function ListTools({
  pipeline,
  filter,
  sort,
  onChoose,
}: {
  pipeline: number;
  filter: string;
  sort: string;
  onChoose: (view: { filter: string; sort: string; layout: '' | 'board' | 'list' }) => void;
}) {
  const { columns, save } = useColumns('deal');
  return (
    <>
      <ViewsButton
        kind="deal"
        pipeline={pipeline}
        shown={{ filter, sort, columns, layout: 'list' }}
        onChoose={(view) => {
          if (view.columns.length > 0) void save([...view.columns]);
          onChoose(view);
        }}
      />
      <ColumnPicker kind="deal" />
    </>
  );
}

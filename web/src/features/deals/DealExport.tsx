import type { ComponentProps } from 'react';
import { useColumns } from '@/features/lists';
import { ExportDialog } from '@/features/transfer';

/** The deals of the filter as a file, with the columns of the list. */
export function DealExport(props: Omit<ComponentProps<typeof ExportDialog>, 'kind' | 'columns'>) {
  const { columns } = useColumns('deal');
  return <ExportDialog {...props} kind="deal" columns={columns} />;
}

import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { ApiError } from '@/lib/api';
import { formatNumber } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Checkbox } from '@/ui/Checkbox';
import { Dialog } from '@/ui/Dialog';
import { ErrorState } from '@/ui/ErrorState';
import { Field } from '@/ui/Field';
import { Progress } from '@/ui/Progress';
import { SegmentedControl } from '@/ui/SegmentedControl';
import { type Export, type ExportBody, exportColumns, exportHref, exportState, startExport } from './api';
import locale from './locale';
import { fileSize } from './words';

export interface ExportDialogProps {
  kind: ExportBody['kind'];
  /** The filter of the list, as its address holds it. */
  filter?: string | undefined;
  /** How tasks and events are chosen, which have no such filter. */
  chosen?: Pick<ExportBody, 'tasks' | 'events'> | undefined;
  /** The columns of the list in their order; the others follow, not chosen. Without them all are chosen. */
  columns?: readonly string[] | undefined;
  sort?: string | undefined;
  onClose: () => void;
}

/** Makes a file of all records of a list's filter: format and columns, then the job, then the file. */
export function ExportDialog({ kind, filter, chosen: choice, columns, sort, onClose }: ExportDialogProps) {
  const t = useText(locale);
  const known = useQuery(exportColumns(kind));
  const [format, setFormat] = useState<Export['format']>('xlsx');
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const [job, setJob] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const state = useQuery({ ...exportState(job ?? 0), enabled: job !== null });

  const all = known.data ?? [];
  const wanted = (columns ?? []).filter((c) => all.some((x) => x.column === c));
  const start = new Set(wanted.length > 0 ? wanted : all.map((c) => c.column));
  const now = chosen ?? start;
  // The list's own order first, then the rest as the server gives them.
  const ordered = [...wanted, ...all.map((c) => c.column).filter((c) => !wanted.includes(c))];
  const put = (column: string, on: boolean) => {
    const next = new Set(now);
    if (on) next.add(column);
    else next.delete(column);
    setChosen(next);
  };

  async function go() {
    setBusy(true);
    setFault('');
    try {
      const made = await startExport({
        kind,
        format,
        columns: ordered.filter((c) => now.has(c)),
        ...(filter ? { filter: JSON.parse(filter) as unknown } : {}),
        ...(sort ? { sort } : {}),
        ...choice,
      });
      setJob(made.id);
    } catch (refusal) {
      if (!(refusal instanceof ApiError)) throw refusal;
      setFault(refusal.fields[0]?.message ?? refusal.message);
    } finally {
      setBusy(false);
    }
  }

  const made = state.data;
  if (job !== null)
    return (
      <Dialog
        open
        size="small"
        title={t(made?.state === 'done' ? 'exportDone' : made?.state === 'failed' ? 'exportFailed' : 'exporting')}
        onClose={onClose}
        footer={
          made?.state === 'done' ? (
            <a
              href={exportHref(job)}
              download={made.file_name}
              onClick={onClose}
              className="inline-flex min-h-form items-center gap-1.5 rounded-control bg-fill px-3 font-medium text-on-fill no-underline hover:bg-fill-hover"
            >
              <Download aria-hidden="true" size={16} />
              {t('download')}
            </a>
          ) : (
            <Button size="form" onClick={onClose}>
              {t('close')}
            </Button>
          )
        }
      >
        <div role="status" className="flex flex-col gap-3">
          {state.isError && <ErrorState compact error={state.error} onRetry={() => state.refetch()} />}
          {(!made || made.state === 'running') && <Progress label={t('exporting')} />}
          {made && (
            <p className="tabular text-muted">
              {t('exportRows', { n: made.rows })}
              {made.state === 'done' && ` · ${fileSize(made.file_size)}`}
            </p>
          )}
          {made?.error && <p className="text-bad">{made.error}</p>}
          {made?.state === 'done' && <p className="truncate text-small text-muted">{made.file_name}</p>}
        </div>
      </Dialog>
    );
  return (
    <Dialog
      open
      title={t('export')}
      description={t(`exportText_${kind}`)}
      onClose={onClose}
      footer={
        <>
          <Button size="form" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button
            size="form"
            variant="primary"
            loading={busy}
            disabled={now.size === 0 || all.length === 0}
            onClick={() => void go()}
          >
            {t('makeFile')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={t('format')}>
          <SegmentedControl
            className="self-start"
            label={t('format')}
            value={format}
            onChange={setFormat}
            segments={[
              { value: 'xlsx', label: 'Excel (.xlsx)' },
              { value: 'csv', label: 'CSV' },
            ]}
          />
        </Field>
        {known.isError && <ErrorState compact error={known.error} onRetry={() => known.refetch()} />}
        <fieldset>
          <legend className="mb-1 text-small font-medium text-muted">
            {t('columnsOf', { n: formatNumber(now.size) })}
          </legend>
          <Checkbox
            className="mb-1 font-medium"
            label={t('allColumns')}
            checked={now.size === all.length && all.length > 0}
            mixed={now.size > 0 && now.size < all.length}
            onChange={(on) => setChosen(new Set(on ? all.map((c) => c.column) : []))}
          />
          <div className="grid gap-x-4 desk:grid-cols-2">
            {ordered.map((column) => (
              <Checkbox
                key={column}
                label={all.find((c) => c.column === column)?.name ?? column}
                checked={now.has(column)}
                onChange={(on) => put(column, on)}
              />
            ))}
          </div>
        </fieldset>
        {fault && (
          <p role="alert" className="text-bad">
            {fault}
          </p>
        )}
      </div>
    </Dialog>
  );
}

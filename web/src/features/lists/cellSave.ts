import type { QueryClient } from '@tanstack/react-query';
import { applyPatch, baseOf, type Card, type CardPatch, cardQuery, patchCard } from '@/features/cardcore';
import { ApiError, api, call } from '@/lib/api';
import { bootstrap, type CardKind, type Status, type Tag } from '@/lib/bootstrap';
import { text } from '@/lib/i18n';
import { toast } from '@/ui/toast';
import { holdRow } from './held';
import type { Pages, Row } from './model';
import locale from './workLocale';

/** What an edit of a cell wants: other values, or another stage with what that stage asks for. */
export interface CellChange {
  /** The name of the column. */
  label: string;
  patch?: CardPatch;
  /** What a patch knows by id or word alone. */
  names?: { company?: string | undefined; tags?: readonly Tag[] };
  move?: { to: Status; details?: MoveDetails; ask?: readonly number[] };
}

export interface MoveDetails {
  price?: number;
  loss_reason_id?: number;
  comment?: string;
  fields?: Record<string, unknown[]>;
}

/** What a person is asked before an edit can stand. */
export type CellTrouble =
  | { what: 'conflict'; change: CellChange; paths: readonly string[]; now: Card; again: (mine: boolean) => void }
  | { what: 'move'; row: Row; to: Status; fieldIds: readonly number[]; go: (details: MoveDetails) => void };

interface Saving {
  queries: QueryClient;
  kind: CardKind;
  row: Row;
  change: CellChange;
  onTrouble: (trouble: CellTrouble) => void;
  /** Taking back is not offered to be taken back. */
  quiet?: boolean;
}

/** Changes a row wherever lists hold it. */
function put(queries: QueryClient, kind: CardKind, id: number, change: (row: Row) => Row): void {
  queries.setQueriesData<Pages>({ queryKey: ['list', kind] }, (data) =>
    data?.pages?.some((page) => page.items.some((row) => row.id === id))
      ? {
          ...data,
          pages: data.pages.map((page) => ({
            ...page,
            items: page.items.map((row) => (row.id === id ? change(row) : row)),
          })),
        }
      : data,
  );
}

/** Saves an edit of a cell: shown at once, put back with the reason when refused, with a way to take it back. */
export async function saveCell(saving: Saving): Promise<void> {
  const { queries, kind, row, change } = saving;
  holdRow(kind, row.id);
  await queries.cancelQueries({ queryKey: ['list', kind] });
  if (change.move) return saveMove(saving, change.move);
  const patch = change.patch ?? {};
  const base = baseOf(row as Card, patch);
  const back = { company: row.company?.name, tags: row.tags };
  put(queries, kind, row.id, (now) => applyPatch(now as Card, patch, change.names) as Row);
  try {
    const answer = await patchCard(kind, row.id, { ...patch, version: row.version, base });
    put(queries, kind, row.id, (now) => ({ ...now, ...(answer as Row) }));
    done(saving, answer as Row, { label: change.label, patch: base, names: back });
  } catch (error) {
    put(queries, kind, row.id, (now) => applyPatch(now as Card, base, back) as Row);
    if (!(error instanceof ApiError)) throw error;
    const clash = error.data as { paths?: string[] } | undefined;
    if (error.code !== 'conflict' || !clash?.paths) return refuse(change, error);
    const now = await queries.fetchQuery({ ...cardQuery(kind, row.id), staleTime: 0 });
    put(queries, kind, row.id, (was) => ({ ...was, ...(now as Row) }));
    saving.onTrouble({
      what: 'conflict',
      change,
      paths: clash.paths,
      now,
      again: (mine) => mine && void saveCell({ ...saving, row: now as Row }),
    });
  }
}

async function saveMove(saving: Saving, { to, details, ask = [] }: NonNullable<CellChange['move']>): Promise<void> {
  const { queries, kind, row, change } = saving;
  const again = (fieldIds: readonly number[]) =>
    saving.onTrouble({
      what: 'move',
      row,
      to,
      fieldIds,
      go: (given) => void saveCell({ ...saving, change: { ...change, move: { to, details: given } } }),
    });
  if (!details && (ask.length > 0 || to.kind !== 'open')) return again(ask);
  const { status_id, pipeline_id, is_closed, loss_reason_id } = row as Required<Row>;
  put(queries, kind, row.id, (now) => ({ ...now, status_id: to.id, pipeline_id: to.pipeline_id }));
  try {
    const answer = await call(
      api.POST('/api/v1/deals/{id}/move', {
        params: { path: { id: row.id } },
        body: { status_id: to.id, ...details } as never,
      }),
    );
    put(queries, kind, row.id, (now) => ({ ...now, ...(answer as Row) }));
    const before = queries
      .getQueryData(bootstrap.queryKey)
      ?.pipelines.flatMap((p) => p.statuses)
      .find((s) => s.id === status_id);
    const reason = loss_reason_id ? { loss_reason_id } : {};
    if (before) done(saving, answer as Row, { label: change.label, move: { to: before, details: reason } });
  } catch (error) {
    put(queries, kind, row.id, (now) => ({ ...now, status_id, pipeline_id, is_closed }));
    if (!(error instanceof ApiError)) throw error;
    if (error.reason === 'required_fields') return again(error.data as number[]);
    refuse(change, error);
  }
}

function refuse(change: CellChange, error: ApiError): void {
  toast({
    tone: 'bad',
    text: text(locale, 'notSaved', { name: change.label }),
    detail: error.fields[0]?.message ?? error.message,
  });
}

function done(saving: Saving, row: Row, back: CellChange): void {
  void saving.queries.invalidateQueries({ queryKey: ['count', saving.kind] });
  void saving.queries.invalidateQueries({ queryKey: ['groups', saving.kind] });
  if (saving.quiet) return;
  toast({
    text: text(locale, 'saved', { name: back.label }),
    detail: row.name,
    undo: () => saveCell({ ...saving, row, change: back, quiet: true }),
  });
}

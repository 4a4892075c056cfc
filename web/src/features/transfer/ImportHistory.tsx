import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { FileSpreadsheet, Plus } from 'lucide-react';
import { usePeopleById } from '@/lib/bootstrap';
import { formatFull, formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { Badge } from '@/ui/Badge';
import { Block } from '@/ui/Block';
import { Button } from '@/ui/Button';
import { ErrorState } from '@/ui/ErrorState';
import { type Import, imports } from './api';
import locale from './locale';
import { countsWords, stateWord } from './words';

const TONE: Record<Import['state'], 'plain' | 'ok' | 'warn' | 'bad' | 'accent'> = {
  draft: 'plain',
  running: 'accent',
  paused: 'warn',
  cancelled: 'warn',
  done: 'ok',
  undoing: 'accent',
  undone: 'plain',
};

/** The imports, newest first; a draft goes on where it was left. */
export function ImportHistory({ bare = false }: { bare?: boolean }) {
  const t = useText(locale);
  const people = usePeopleById();
  const list = useInfiniteQuery(imports);
  const rows = list.data?.pages.flatMap((p) => p.items) ?? [];
  const body = (
    <>
      {list.isError && <ErrorState compact error={list.error} onRetry={() => list.refetch()} />}
      {list.data && rows.length === 0 && <p className="text-muted">{t('noImports')}</p>}
      {rows.length > 0 && (
        <ul className="overflow-hidden rounded-control border border-line bg-surface">
          {rows.map((i) => {
            const made = [
              countsWords(i.progress.created),
              i.progress.failed > 0 && t('rejectedCount', { n: i.progress.failed }),
            ].filter(Boolean);
            return (
              <li
                key={i.id}
                className="relative flex items-center gap-3 border-b border-line px-3 py-2 last:border-b-0 hover:bg-hover"
              >
                <FileSpreadsheet aria-hidden="true" size={18} className="text-muted" />
                <div className="min-w-0 flex-1">
                  <div className="flex items-center gap-2">
                    <Link
                      to="/import/$id"
                      params={{ id: String(i.id) }}
                      className="min-w-0 truncate font-medium no-underline after:absolute after:inset-0"
                    >
                      {i.file_name}
                    </Link>
                    <Badge tone={TONE[i.state]}>{stateWord(i.state)}</Badge>
                  </div>
                  <div className="truncate text-small text-muted">
                    <span data-tip={formatFull(i.created_at)}>{formatWhen(i.created_at, { time: true })}</span>
                    {people.get(i.created_by) && ` · ${people.get(i.created_by)?.name}`}
                    {made.length > 0 && ` · ${made.join(' · ')}`}
                  </div>
                </div>
              </li>
            );
          })}
        </ul>
      )}
      {list.hasNextPage && (
        <Button className="self-start" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('older')}
        </Button>
      )}
    </>
  );
  if (bare) return body;
  return (
    <Block
      text={t('historyText')}
      actions={
        <Link
          to="/import"
          className="inline-flex min-h-control items-center gap-1.5 rounded-control bg-fill px-2.5 font-medium text-on-fill no-underline hover:bg-fill-hover"
        >
          <Plus aria-hidden="true" size={16} />
          {t('newImport')}
        </Link>
      }
    >
      {body}
    </Block>
  );
}

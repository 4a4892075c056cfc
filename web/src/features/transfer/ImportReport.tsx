import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Download, Undo2 } from 'lucide-react';
import { formatDuration, formatFull, formatNumber, formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { attempt } from '@/ui/attempt';
import { Block } from '@/ui/Block';
import { Button } from '@/ui/Button';
import { confirm } from '@/ui/confirm';
import { PageHeader } from '@/ui/PageHeader';
import { Progress } from '@/ui/Progress';
import { TagChip } from '@/ui/TagChip';
import { cancelImport, type ImportDetail, importDetail, imports, rejectedHref, startImport, undoImport } from './api';
import { BackToImports } from './BackToImports';
import { ImportCounts } from './ImportCounts';
import { ImportProblems } from './ImportProblems';
import locale from './locale';
import { isBusy, shareOf } from './model';
import { OpenMade } from './OpenMade';
import { countsWords } from './words';

/** An import on its way or behind us: progress, what was made, what was refused, and the way back. */
export function ImportReport({ detail: i }: { detail: ImportDetail }) {
  const t = useText(locale);
  const queries = useQueryClient();
  const p = i.progress;
  const undoing = i.state === 'undoing' || i.state === 'undone';
  const done = undoing ? p.undo.handled : p.rows;
  const total = undoing ? p.undo.total : p.total;
  const act = (pending: Promise<unknown>) =>
    attempt(
      pending.finally(async () => {
        await queries.invalidateQueries({ queryKey: importDetail(i.id).queryKey });
        await queries.invalidateQueries({ queryKey: imports.queryKey });
      }),
    );
  async function undo() {
    const made = countsWords(p.created);
    const yes = await confirm({
      title: t('undoAsk'),
      body: t('undoText', { what: made || t('nothingMade') }),
      action: t('undo'),
      count: (p.created.contact ?? 0) + (p.created.company ?? 0) + (p.created.deal ?? 0),
      danger: true,
    });
    if (yes) await act(undoImport(i.id));
  }

  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader title={i.file_name} before={<BackToImports />}>
        {i.can.cancel && <Button onClick={() => void act(cancelImport(i.id))}>{t('stop')}</Button>}
        {i.can.start && (
          <Button variant="primary" onClick={() => void act(startImport(i.id))}>
            {t('goOn')}
          </Button>
        )}
        {i.state === 'done' && <OpenMade detail={i} />}
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto max-w-[880px] px-4 pt-6 pb-16">
          <Block>
            <div role="status" className="flex flex-col gap-3">
              <div className="flex flex-wrap items-baseline justify-between gap-2">
                <h2 className="text-name font-semibold">{t(`head_${i.state}`)}</h2>
                <span className="tabular text-muted">
                  {isBusy(i)
                    ? `${formatNumber(done)} / ${total > 0 ? formatNumber(total) : '…'}${p.per_second > 0 && !undoing ? ` · ${t('perSecond', { n: p.per_second })}` : ''}`
                    : i.finished_at && i.started_at && !undoing
                      ? t('took', { time: formatDuration(Math.max(1, i.finished_at - i.started_at)) })
                      : ''}
                </span>
              </div>
              {(isBusy(i) || i.state === 'paused') && (
                <Progress
                  label={t(`head_${i.state}`)}
                  {...optional(shareOf(done, total))}
                  tone={i.state === 'paused' ? 'bad' : 'fill'}
                />
              )}
              {isBusy(i) && <p className="text-small text-muted">{t('mayLeave')}</p>}
              {i.error && <p className="rounded-control bg-warn-soft px-3 py-2 text-warn">{i.error}</p>}
            </div>
            <ImportCounts detail={i} />
            {i.tags.length > 0 && (
              <div className="flex flex-wrap items-center gap-1.5 text-muted">
                {t('taggedWith')}
                {i.tags.map((name) => (
                  <TagChip key={name} name={name} />
                ))}
              </div>
            )}
            <div className="flex flex-wrap items-center gap-3">
              <p className="text-small text-muted" data-tip={formatFull(i.created_at)}>
                {t('uploadedAt', { when: formatWhen(i.created_at, { time: true }) })}
                {i.undone_at && ` · ${t('undoneAt', { when: formatWhen(i.undone_at, { time: true }) })}`}
              </p>
              {i.can.undo && (
                <Button
                  className="desk:ml-auto"
                  icon={<Undo2 aria-hidden="true" size={16} />}
                  onClick={() => void undo()}
                >
                  {t('undoImport')}
                </Button>
              )}
            </div>
          </Block>
          {p.problems > 0 && (
            <Block
              title={t('problems')}
              text={undoing ? t('undoneText') : p.failed > 0 ? t('rejectedText', { n: p.failed }) : t('flawedText')}
              actions={
                i.can.rejected && (
                  <a
                    href={rejectedHref(i.id)}
                    download
                    className="inline-flex min-h-control items-center gap-1.5 rounded-control border border-control/60 bg-surface px-2.5 font-medium no-underline hover:bg-hover"
                  >
                    <Download aria-hidden="true" size={16} />
                    {t('downloadRejected')}
                  </a>
                )
              }
            >
              <ImportProblems id={i.id} failed={p.failed} live={isBusy(i)} />
            </Block>
          )}
          {i.state === 'done' && p.problems === 0 && <p className="mt-6 text-ok">{t('allWell')}</p>}
          {!isBusy(i) && (
            <p className="mt-6">
              <Link to="/import" className="text-accent">
                {t('another')}
              </Link>
            </p>
          )}
        </div>
      </div>
    </div>
  );
}

const optional = (value: number | undefined) => (value === undefined ? {} : { value });

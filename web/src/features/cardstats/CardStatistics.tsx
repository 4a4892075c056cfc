import { useQuery } from '@tanstack/react-query';
import { Block, useCard } from '@/features/cardcore';
import type { ApiError } from '@/lib/api';
import { usePeople, useStatusesById } from '@/lib/bootstrap';
import { formatDuration, formatFull, formatNumber } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { ErrorState } from '@/ui/ErrorState';
import { CHART_HUES } from '@/ui/hues';
import { Late, Skeleton } from '@/ui/Skeleton';
import { type Figures, figuresOf } from './api';
import { Bars } from './Bars';
import { DealFigures } from './DealFigures';
import { Figure } from './Figure';
import locale from './locale';
import { daysSince, shares, touchesOf } from './model';

/** The server names no more. */
const MOST_PEOPLE = 20;

/** A card in figures: time in each stage, when it was touched last and by whom; of a person or company their deals. */
export function CardStatistics() {
  const t = useText(locale);
  const { kind, card } = useCard();
  const figures = useQuery(figuresOf(kind, card.id));
  const statuses = useStatusesById();
  const people = usePeople();
  if (figures.isPending)
    return (
      <Late>
        <div className="flex flex-col gap-4 px-4 pt-4">
          {[1, 2, 3].map((n) => (
            <Skeleton key={n} className="h-3 w-full" />
          ))}
        </div>
      </Late>
    );
  if (figures.error)
    return <ErrorState compact error={figures.error as ApiError} onRetry={() => void figures.refetch()} />;
  const data = figures.data;
  const nameOf = (id: number) => people.find((p) => p.id === id)?.name ?? t('someone');
  const stageShares = shares(data.stages.map((s) => s.seconds));
  const peopleShares = shares(data.people.map(touchesOf));
  const byMachines = touchesOf(data) - data.people.reduce((sum, p) => sum + touchesOf(p), 0);
  const what = (p: Figures['people'][number]) =>
    [
      p.notes && t('notes', { n: p.notes }),
      p.tasks_done && t('tasks', { n: p.tasks_done }),
      p.files && t('files', { n: p.files }),
      p.comments && t('comments', { n: p.comments }),
    ]
      .filter(Boolean)
      .join(', ');
  return (
    <div className="flex flex-col [&>section:first-child]:border-t-0">
      {data.stages.length > 0 && (
        <Block title={t('stages')}>
          <Bars
            label={t('stages')}
            bars={data.stages.map((s, i) => ({
              key: String(s.status_id),
              label: statuses.get(s.status_id)?.name ?? t('goneStage'),
              value: formatDuration(s.seconds),
              share: stageShares[i] ?? 0,
              hue: statuses.get(s.status_id)?.hue ?? 0,
              ...(s.entered > 1 ? { note: t('times', { n: s.entered }) } : {}),
            }))}
          />
        </Block>
      )}
      {data.deals && <DealFigures sums={data.deals} />}
      <Block title={t('contact')}>
        <dl className="flex flex-col gap-1">
          <Figure
            label={t('lastTouch')}
            value={
              data.last_touch === null
                ? t('never')
                : daysSince(data.last_touch) === 0
                  ? t('today')
                  : t('daysAgo', { n: daysSince(data.last_touch) })
            }
            {...(data.last_touch === null ? {} : { hint: formatFull(data.last_touch) })}
          />
          <Figure
            label={t('firstAnswer')}
            value={data.first_answer === null ? t('never') : t('after', { time: formatDuration(data.first_answer) })}
          />
          <Figure label={t('changes')} value={formatNumber(data.changes)} />
        </dl>
      </Block>
      <Block title={t('people')}>
        {data.people.length === 0 && byMachines === 0 && <p className="text-muted">{t('noPeople')}</p>}
        {data.people.length > 0 && (
          <Bars
            label={t('people')}
            bars={data.people.map((p, i) => ({
              key: String(p.user_id),
              label: nameOf(p.user_id),
              value: formatNumber(touchesOf(p)),
              note: what(p),
              share: peopleShares[i] ?? 0,
              hue: CHART_HUES[0] ?? 0,
            }))}
          />
        )}
        {byMachines > 0 && data.people.length < MOST_PEOPLE && (
          <dl className="mt-1">
            <Figure label={t('machines')} value={formatNumber(byMachines)} />
          </dl>
        )}
      </Block>
    </div>
  );
}

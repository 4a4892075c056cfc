import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { daysInStage, useCard } from '@/features/cardcore';
import { type Status, usePipelines } from '@/lib/bootstrap';
import { formatFull } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { type Hue, hueVar } from '@/ui/hues';
import { openMenu } from '@/ui/openMenu';
import { MoveDialog } from './dialogs';
import locale from './locale';
import { useMove } from './useMove';

const color = (hue: number) => (hue >= 1 && hue <= 12 ? hueVar(hue as Hue) : 'var(--control)');

/** The way of a deal: its stages as segments, in the colour of the present one up to it, with the days it has been there. */
export function StageStrip() {
  const t = useText(locale);
  const { card, locked } = useCard();
  const pipelines = usePipelines();
  const { move, asks, close } = useMove();
  const [hover, setHover] = useState<number | null>(null);
  const pipeline = pipelines.find((p) => p.id === card.pipeline_id);
  const stages = pipeline?.statuses ?? [];
  const at = stages.findIndex((s) => s.id === card.status_id);
  const current = stages[at];
  if (!pipeline || !current) return null;
  const days = daysInStage(card.status_changed_at ?? card.created_at);
  const shown = stages.find((s) => s.id === hover) ?? current;
  // A lost deal has not come along the stages before: only its own segment is coloured.
  const passed = (i: number) => (current.kind === 'lost' ? i === at : i <= at && stages[i]?.kind !== 'lost');

  function pipelineMenu(anchor: Element) {
    openMenu({
      anchor,
      items: pipelines.map((p) => ({
        kind: 'sub' as const,
        id: `p${p.id}`,
        label: p.name,
        items: p.statuses.map((s: Status) => ({
          id: String(s.id),
          label: s.name,
          checked: s.id === card.status_id,
          icon: <span style={{ backgroundColor: color(s.hue) }} className="size-2 rounded-full" />,
          onSelect: () => move(s),
        })),
      })),
    });
  }
  return (
    <div className="shrink-0 border-b border-line bg-surface px-4 pt-1 pb-2">
      <div className="flex items-center gap-2 text-small">
        <button
          type="button"
          disabled={!!locked}
          onClick={(e) => pipelineMenu(e.currentTarget)}
          aria-label={`${t('pipeline', { name: pipeline.name })}. ${t('stage')}: ${current.name}`}
          data-tip={locked ?? t('changePipeline')}
          className="-ml-1.5 inline-flex min-h-tap min-w-0 items-center gap-1 rounded-small px-1.5 text-muted hover:bg-fg/6 hover:text-fg"
        >
          <span className="truncate">{pipeline.name}</span>
          <ChevronDown aria-hidden="true" size={12} />
        </button>
        <span className="min-w-0 truncate font-semibold" aria-hidden="true">
          {shown.name}
        </span>
        {shown === current && (
          <span
            data-tip={formatFull(card.status_changed_at ?? card.created_at)}
            className="tabular shrink-0 text-muted"
          >
            {days === 0 ? t('firstDay') : t('days', { n: days })}
          </span>
        )}
      </div>
      <ol aria-label={t('stageStrip')} className="mt-0.5 flex gap-0.5">
        {stages.map((s, i) => (
          <li key={s.id} className="flex min-w-[12px] flex-1">
            <button
              type="button"
              aria-label={s.id === current.id ? s.name : t('moveTo', { stage: s.name })}
              aria-current={s.id === current.id ? 'step' : undefined}
              aria-disabled={locked ? true : undefined}
              data-tip={locked ?? (s.id === current.id ? s.name : t('moveTo', { stage: s.name }))}
              onPointerEnter={() => setHover(s.id)}
              onPointerLeave={() => setHover(null)}
              onClick={() => !locked && move(s)}
              className="group flex min-h-tap flex-1 items-center rounded-small"
            >
              <span
                style={{ backgroundColor: passed(i) ? color(current.hue) : undefined }}
                className={`h-1.5 w-full rounded-full ${passed(i) ? '' : 'bg-fg/12 group-hover:bg-fg/30'}`}
              />
            </button>
          </li>
        ))}
      </ol>
      {asks && <MoveDialog to={asks.to} fieldIds={asks.fieldIds} onClose={close} onMove={move} />}
    </div>
  );
}

import { useState } from 'react';
import { type Pipeline, type Status, useFields } from '@/lib/bootstrap';
import { asIs, moved, useChange } from '@/lib/change';
import { useText } from '@/lib/i18n';
import { AddLine } from '@/ui/AddLine';
import { attempt } from '@/ui/attempt';
import { Block } from '@/ui/Block';
import { SortableList } from '@/ui/SortableList';
import { createStatus, orderStatuses, updateStatus } from './api';
import { DeleteStageDialog } from './DeleteStageDialog';
import locale from './locale';
import { patched, requiredCount, type StatusPatch, withOpenOrder, withPipeline, withStatus } from './model';
import { StageRow } from './StageRow';
import { StageSheet } from './StageSheet';

/** The stages of a pipeline: order, names and colours in place, the rest in a sheet. */
export function StageList({ pipeline }: { pipeline: Pipeline }) {
  const t = useText(locale);
  const change = useChange();
  const { fields } = useFields('deal');
  const [opened, setOpened] = useState<number | null>(null);
  const [deleting, setDeleting] = useState<Status | null>(null);
  const open = pipeline.statuses.filter((s) => s.kind === 'open');
  const closing = pipeline.statuses.filter((s) => s.kind !== 'open');
  const shown = pipeline.statuses.find((s) => s.id === opened);

  const put = (status: Status, patch: StatusPatch) =>
    change(
      (boot) => withStatus(boot, status, patched(patch)),
      () => updateStatus(status.id, patch),
    );
  const order = (ids: number[]) =>
    attempt(
      change(
        (boot) => withPipeline(boot, pipeline.id, (p) => withOpenOrder(p, ids)),
        () => orderStatuses(pipeline.id, ids),
      ),
    );
  const row = (s: Status) => (
    <StageRow
      status={s}
      required={requiredCount(fields, pipeline, s)}
      deleteReason={s.kind === 'open' && open.length === 1 ? t('lastStage') : undefined}
      onRename={(name) =>
        void attempt(put(s, { name }), {
          said: t('renamed', { name }),
          undo: () => attempt(put(s, { name: s.name })),
        })
      }
      onHue={(hue) => void attempt(put(s, { hue }))}
      onOpen={() => setOpened(s.id)}
      onDelete={() => setDeleting(s)}
    />
  );

  return (
    <Block title={t('stagesOf', { name: pipeline.name })} at="stages">
      <div className="overflow-hidden rounded-control border border-line bg-surface">
        <SortableList
          label={t('stagesOf', { name: pipeline.name })}
          items={open}
          getKey={(s) => String(s.id)}
          getName={(s) => s.name}
          onMove={(from, to) => void order(moved(open, from, to).map((s) => s.id))}
          renderItem={row}
        />
      </div>
      <AddLine
        label={t('addStage')}
        onAdd={(name) => attempt(change(asIs, () => createStatus(pipeline.id, { name })))}
      />
      <div className="caps pt-2">{t('closing')}</div>
      <ul aria-label={t('closing')} className="overflow-hidden rounded-control border border-line bg-surface">
        {closing.map((s) => (
          <li key={s.id} className="flex min-h-row items-center border-b border-line pl-6 last:border-b-0">
            <div className="min-w-0 flex-1 pr-[54px] max-desk:pr-1">{row(s)}</div>
          </li>
        ))}
      </ul>
      {shown && (
        <StageSheet
          key={shown.id}
          status={shown}
          onSave={(patch) => put(shown, patch)}
          onClose={() => setOpened(null)}
        />
      )}
      {deleting && <DeleteStageDialog pipeline={pipeline} status={deleting} onClose={() => setDeleting(null)} />}
    </Block>
  );
}

import { useNavigate, useSearch } from '@tanstack/react-router';
import { Ellipsis, Plus } from 'lucide-react';
import { type MouseEvent, useState } from 'react';
import { type Pipeline, usePipelines } from '@/lib/bootstrap';
import { asIs, moved, useChange } from '@/lib/change';
import { useText } from '@/lib/i18n';
import { attempt } from '@/ui/attempt';
import { Badge } from '@/ui/Badge';
import { Block } from '@/ui/Block';
import { Button } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { IconButton } from '@/ui/IconButton';
import { NameDialog } from '@/ui/NameDialog';
import { openMenu } from '@/ui/openMenu';
import { SortableList } from '@/ui/SortableList';
import { createPipeline, orderPipelines, updatePipeline } from './api';
import { CardFields } from './CardFields';
import { DeletePipelineDialog } from './DeletePipelineDialog';
import locale from './locale';
import { withPipeline } from './model';
import { StageList } from './StageList';

/** The pipelines in their order, and the stages of the one chosen. */
export function PipelinesSection() {
  const t = useText(locale);
  const pipelines = usePipelines();
  const change = useChange();
  const navigate = useNavigate();
  const { id } = useSearch({ strict: false }) as { id?: number };
  const [naming, setNaming] = useState<Pipeline | 'new' | null>(null);
  const [deleting, setDeleting] = useState<Pipeline | null>(null);
  const chosen = pipelines.find((p) => p.id === id) ?? pipelines[0];
  const choose = (next: number) =>
    void navigate({ to: '/settings/$section', params: { section: 'pipelines' }, search: { id: next }, replace: true });

  const put = (p: Pipeline, patch: { name?: string; is_main?: boolean }) =>
    change(
      (boot) =>
        patch.is_main
          ? { ...boot, pipelines: boot.pipelines.map((x) => ({ ...x, is_main: x.id === p.id })) }
          : withPipeline(boot, p.id, (x) => ({ ...x, ...patch })),
      () => updatePipeline(p.id, patch),
    );
  const order = (ids: number[]) =>
    attempt(
      change(
        (boot) => ({ ...boot, pipelines: ids.flatMap((i) => boot.pipelines.find((p) => p.id === i) ?? []) }),
        () => orderPipelines(ids),
      ),
    );
  async function makeMain(p: Pipeline) {
    const was = pipelines.find((x) => x.is_main);
    await attempt(put(p, { is_main: true }), {
      said: t('mainDone', { name: p.name }),
      undo: () => was && attempt(put(was, { is_main: true })),
    });
  }
  async function name(p: Pipeline | 'new', next: string) {
    if (p !== 'new') {
      await put(p, { name: next });
      return;
    }
    const statuses = t('firstStages')
      .split('\n')
      .map((stage) => ({ name: stage }));
    const made = await change(asIs, () => createPipeline({ name: next, statuses }));
    choose(made.id);
  }
  const menu = (p: Pipeline) => (event: MouseEvent) =>
    openMenu({
      anchor: event.currentTarget,
      align: 'end',
      items: [
        { id: 'rename', label: t('rename'), onSelect: () => setNaming(p) },
        { id: 'main', label: t('makeMain'), checked: p.is_main, onSelect: () => !p.is_main && void makeMain(p) },
        { kind: 'separator', id: 's' },
        {
          id: 'delete',
          label: t('deletePipeline'),
          danger: true,
          reason: pipelines.length === 1 ? t('lastPipeline') : undefined,
          onSelect: () => setDeleting(p),
        },
      ],
    });

  return (
    <>
      <Block
        text={t('pipelinesLead')}
        actions={
          <Button variant="primary" icon={<Plus aria-hidden="true" size={16} />} onClick={() => setNaming('new')}>
            {t('newPipeline')}
          </Button>
        }
      >
        <div className="overflow-hidden rounded-control border border-line bg-surface">
          <SortableList
            label={t('pipelineList')}
            items={pipelines}
            getKey={(p) => String(p.id)}
            getName={(p) => p.name}
            onMove={(from, to) => void order(moved(pipelines, from, to).map((p) => p.id))}
            renderItem={(p) => (
              <div className="flex items-center gap-1">
                <button
                  type="button"
                  aria-current={p.id === chosen?.id || undefined}
                  onClick={() => choose(p.id)}
                  className={cx(
                    'flex min-h-tap min-w-0 flex-1 items-center gap-2 rounded-small px-1 py-1 text-left hover:text-accent',
                    p.id === chosen?.id && 'font-semibold',
                  )}
                >
                  <span className="truncate">{p.name}</span>
                  {p.is_main && <Badge>{t('main')}</Badge>}
                  <span className="tabular ml-auto pl-2 text-small font-normal text-muted">{p.statuses.length}</span>
                </button>
                <IconButton
                  size="small"
                  label={t('more', { name: p.name })}
                  icon={<Ellipsis size={16} />}
                  onClick={menu(p)}
                />
              </div>
            )}
          />
        </div>
      </Block>
      {chosen && <StageList key={chosen.id} pipeline={chosen} />}
      {chosen && <CardFields pipeline={chosen} />}
      {naming && (
        <NameDialog
          title={naming === 'new' ? t('newPipeline') : t('rename')}
          label={t('pipelineName')}
          hint={naming === 'new' ? t('newPipelineHint') : undefined}
          value={naming === 'new' ? '' : naming.name}
          onSave={(next) => name(naming, next)}
          onClose={() => setNaming(null)}
        />
      )}
      {deleting && <DeletePipelineDialog pipeline={deleting} onClose={() => setDeleting(null)} />}
    </>
  );
}

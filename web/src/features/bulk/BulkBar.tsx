import { useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { type CardKind, type Status, usePeople, usePipelines } from '@/lib/bootstrap';
import { formatNumber } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import { Button } from '@/ui/Button';
import { confirm } from '@/ui/confirm';
import { cx } from '@/ui/cx';
import { IconButton } from '@/ui/IconButton';
import { later } from '@/ui/later';
import type { MenuItem } from '@/ui/menuModel';
import { openMenu } from '@/ui/openMenu';
import { Popover } from '@/ui/Popover';
import { Switch } from '@/ui/Switch';
import { Toolbar } from '@/ui/Toolbar';
import locale from './locale';
import { type BulkBody, mergeable, type Selection, selectionFilter, target } from './model';
import { runBulk } from './start';

const FieldForm = later(() => import('./FieldForm').then((m) => m.FieldForm));
const TagsForm = later(() => import('./TagsForm').then((m) => m.TagsForm));
const LostDialog = later(() => import('./LostDialog').then((m) => m.LostDialog));
const MergeDialog = later(() => import('@/features/merge').then((m) => m.MergeDialog));
const ExportDialog = later(() => import('@/features/transfer').then((m) => m.ExportDialog));
const TaskForm = later(() => import('./TaskForm').then((m) => m.TaskForm));

/** What can be done with the selection; it stands in the place of the toolbar while there is one. */
export function BulkBar({
  kind,
  filter,
  selection,
  count,
  total,
  columns,
  sort,
  className,
  onSelectAll,
  onClear,
}: {
  kind: CardKind;
  /** What the list shows, as the server reads it. */
  filter: string;
  selection: Selection;
  /** How many cards that is. */
  count: number;
  /** How many the filter finds, when it is known. */
  total: number | undefined;
  /** How the list stands, for a file of it. */
  columns?: readonly string[] | undefined;
  sort?: string | undefined;
  className?: string;
  onSelectAll?: () => void;
  onClear: () => void;
}) {
  const t = useText(locale);
  const who = useSession();
  const queries = useQueryClient();
  const people = usePeople();
  const pipelines = usePipelines();
  const [open, setOpen] = useState<'tags' | 'field' | 'task' | null>(null);
  const binned = filter.includes('"deleted"');

  const [automation, setAutomation] = useState(false);
  const [dialog, setDialog] = useState<'merge' | 'export' | null>(null);
  const [lost, setLost] = useState<Status | null>(null);

  async function run(action: BulkBody['action'], params: BulkBody['params'] = {}) {
    setOpen(null);
    const body = { ...target(kind, selection, filter), action, params, run_automation: automation };
    if (await runBulk(queries, body)) onClear();
  }
  const stages = pipelines.flatMap((p): MenuItem[] => {
    const items: MenuItem[] = p.statuses.map((s) => ({
      id: `s${s.id}`,
      label: s.name,
      onSelect: () => (s.kind === 'lost' ? setLost(s) : void run('move', { status_id: s.id })),
    }));
    return pipelines.length === 1 ? items : [{ kind: 'sub', id: `p${p.id}`, label: p.name, items }];
  });
  const hands = people
    .filter((p) => p.is_active)
    .map(
      (p): MenuItem => ({
        id: `u${p.id}`,
        label: p.name,
        onSelect: () => void run('responsible', { responsible_id: p.id }),
      }),
    );
  async function remove() {
    const yes = await confirm({
      title: t('deleteAsk', { n: count }),
      body: t('deleteText'),
      action: t('delete'),
      count,
      danger: true,
    });
    if (yes) await run('delete');
  }
  const form = (name: 'tags' | 'field' | 'task') => ({
    title: t(name),
    open: open === name,
    onOpenChange: (on: boolean) => setOpen(on ? name : null),
    className: 'w-[320px]',
    trigger: <Button>{t(name)}</Button>,
  });
  const edits = can(who, `${kind}.edit`) && !binned;
  const merges = edits && can(who, `${kind}.delete`);
  const file = selectionFilter(selection, filter);
  return (
    <>
      <Toolbar
        label={t('bar')}
        className={cx('bg-selected!', className)}
        end={
          (edits || (binned && can(who, `${kind}.delete`))) && (
            <Switch checked={automation} onChange={setAutomation} label={t('automation')} />
          )
        }
      >
        <IconButton icon={<X size={16} />} label={t('clear')} keys="escape" onClick={onClear} />
        <span role="status" className="tabular shrink-0 font-medium">
          {selection.all ? t('selectedAll', { n: formatNumber(count) }) : t('selected', { n: count })}
        </span>
        {onSelectAll && !selection.all && total !== undefined && total > count && (
          <Button variant="ghost" onClick={onSelectAll}>
            {t('selectAll', { n: formatNumber(total) })}
          </Button>
        )}
        {edits && kind === 'deal' && (
          <Button aria-haspopup="menu" onClick={(e) => openMenu({ anchor: e.currentTarget, items: stages })}>
            {t('stage')}
          </Button>
        )}
        {edits && (
          <>
            <Button aria-haspopup="menu" onClick={(e) => openMenu({ anchor: e.currentTarget, items: hands })}>
              {t('responsible')}
            </Button>
            <Popover {...form('tags')}>
              <TagsForm kind={kind} onApply={(params) => void run('tags', params)} />
            </Popover>
            <Popover {...form('field')}>
              <FieldForm kind={kind} onApply={(params) => void run('field', params)} />
            </Popover>
          </>
        )}
        {can(who, 'task.create') && !binned && (
          <Popover {...form('task')}>
            <TaskForm onApply={(task) => void run('task', { task })} />
          </Popover>
        )}
        {merges && (
          <Button reason={mergeable(selection) ? undefined : t('mergeHint')} onClick={() => setDialog('merge')}>
            {t('merge')}
          </Button>
        )}
        {can(who, `${kind}.export`) && !binned && (
          <Button reason={file === null ? t('exportMany') : undefined} onClick={() => setDialog('export')}>
            {t('export')}
          </Button>
        )}
        {can(who, `${kind}.delete`) &&
          (binned ? (
            <Button onClick={() => void run('restore')}>{t('restore')}</Button>
          ) : (
            <Button variant="ghost" onClick={() => void remove()}>
              {t('delete')}
            </Button>
          ))}
      </Toolbar>
      {automation && (
        <p role="status" className="shrink-0 border-b bg-selected px-4 pb-2 text-small text-warn">
          {t('automationOn', { n: count })}
        </p>
      )}
      {lost && (
        <LostDialog
          to={lost}
          count={count}
          onClose={() => setLost(null)}
          onApply={(params) => {
            setLost(null);
            void run('move', params);
          }}
        />
      )}
      {dialog === 'merge' && (
        <MergeDialog kind={kind} ids={[...selection.ids]} onClose={() => setDialog(null)} onMerged={onClear} />
      )}
      {dialog === 'export' && file !== null && (
        <ExportDialog kind={kind} filter={file} columns={columns} sort={sort} onClose={() => setDialog(null)} />
      )}
    </>
  );
}

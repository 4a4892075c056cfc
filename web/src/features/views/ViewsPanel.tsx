import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { CardKind } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { ErrorState } from '@/ui/ErrorState';
import type { MenuItem } from '@/ui/menuModel';
import { SortableList } from '@/ui/SortableList';
import { toast } from '@/ui/toast';
import {
  countsOptions,
  createView,
  deleteView,
  orderViews,
  type SavedView,
  setDefaultView,
  updateView,
  viewsOptions,
} from './api';
import locale from './locale';
import { filterText, reordered, type Shown, shownOf } from './model';
import { SaveView } from './SaveView';
import { ViewLine } from './ViewLine';

/** All views of a kind with their counts; a press shows one. */
export function ViewsPanel({
  kind,
  pipeline,
  shown,
  active,
  changed,
  onChoose,
}: {
  kind: CardKind;
  pipeline: number | undefined;
  shown: Shown;
  /** The view on screen, and whether it is shown otherwise than it is kept. */
  active: SavedView | undefined;
  changed: boolean;
  onChoose: (view: Shown, saved?: number) => void;
}) {
  const t = useText(locale);
  const queries = useQueryClient();
  const shelf = useQuery(viewsOptions(kind));
  const counts = useQuery(countsOptions(kind, pipeline)).data;
  const [saving, setSaving] = useState(false);
  const countOf = (view: string) => counts?.items.find((c) => c.view === view);
  const refresh = () => queries.invalidateQueries({ queryKey: ['views', kind] });
  const act = (work: Promise<unknown>, done?: string) =>
    work.then(
      () => {
        if (done) toast({ text: done });
        return refresh();
      },
      (error: Error) => toast({ tone: 'bad', text: t('refused'), detail: error.message }),
    );
  if (shelf.error) return <ErrorState error={shelf.error} onRetry={() => void shelf.refetch()} />;
  if (!shelf.data) return null;
  const { system, items, default: first } = shelf.data;
  const kept = (): Pick<SavedView, 'filter' | 'sort' | 'columns' | 'layout'> => ({
    filter: shown.filter ? JSON.parse(shown.filter) : {},
    sort: shown.sort,
    columns: [...shown.columns],
    layout: shown.layout,
  });
  const beginning = (name: string): MenuItem => ({
    id: 'default',
    label: t(first === name ? 'unsetDefault' : 'setDefault'),
    onSelect: () => void act(setDefaultView(kind, first === name ? '' : name)),
  });
  const menu = (view: SavedView): MenuItem[] => [
    beginning(String(view.id)),
    ...(view.can_edit
      ? [
          {
            id: 'update',
            label: t('update'),
            onSelect: () => void act(updateView(view.id, kept()), t('saved', { name: view.name })),
          },
          {
            id: 'share',
            label: t(view.is_shared ? 'makeOwn' : 'makeShared'),
            onSelect: () => void act(updateView(view.id, { is_shared: !view.is_shared })),
          },
          { kind: 'separator' as const, id: 'sep' },
          {
            id: 'delete',
            label: t('remove'),
            danger: true,
            onSelect: () => void act(deleteView(view.id), t('removed', { name: view.name })),
          },
        ]
      : []),
  ];
  const line = (view: SavedView) => (
    <ViewLine
      name={view.name}
      count={countOf(String(view.id))}
      isFirst={first === String(view.id)}
      current={view.id === active?.id}
      menu={menu(view)}
      onChoose={() => onChoose(shownOf(view), view.id)}
    />
  );
  function part(title: string, list: SavedView[]) {
    if (list.length === 0) return null;
    const movable = list.length > 1 && list.every((v) => v.can_edit);
    return (
      <>
        <h3 className="caps px-2">{title}</h3>
        {movable ? (
          <SortableList
            label={title}
            items={list}
            getKey={(v) => String(v.id)}
            getName={(v) => v.name}
            renderItem={line}
            onMove={(from, to) => {
              const ids = reordered(items, list, from, to);
              const at = new Map(ids.map((id, i) => [id, i]));
              const place = (v: SavedView) => at.get(v.id) ?? -1;
              queries.setQueryData(
                viewsOptions(kind).queryKey,
                (was) => was && { ...was, items: [...was.items].sort((a, b) => place(a) - place(b)) },
              );
              void act(orderViews(kind, ids));
            }}
          />
        ) : (
          <ul>
            {list.map((v) => (
              <li key={v.id} className="flex">
                {line(v)}
              </li>
            ))}
          </ul>
        )}
      </>
    );
  }
  const own = items.filter((v) => !v.is_shared);
  const common = items.filter((v) => v.is_shared);
  return (
    <div className="flex max-h-[60vh] flex-col gap-2 overflow-auto">
      {active && changed && (
        <section
          aria-label={t('changedText', { name: active.name })}
          className="flex flex-col gap-2 rounded-control bg-sunken p-2"
        >
          <p>{t('changedText', { name: active.name })}</p>
          <div className="flex flex-wrap gap-2">
            {active.can_edit && (
              <Button
                variant="primary"
                onClick={() => void act(updateView(active.id, kept()), t('saved', { name: active.name }))}
              >
                {t('saveChanges')}
              </Button>
            )}
            <Button onClick={() => setSaving(true)}>{t('saveNew')}</Button>
            <Button variant="ghost" onClick={() => onChoose(shownOf(active), active.id)}>
              {t('reset')}
            </Button>
          </div>
        </section>
      )}
      <h3 className="caps px-2">{t('system')}</h3>
      <ul>
        {system.map((view) => (
          <li key={view.name} className="flex">
            <ViewLine
              name={t(`view.${view.name}`)}
              count={countOf(view.name)}
              isFirst={first === view.name}
              menu={[beginning(view.name)]}
              onChoose={() => onChoose({ filter: filterText(view.filter), sort: '', columns: [], layout: '' })}
            />
          </li>
        ))}
      </ul>
      {part(t('mine'), own)}
      {part(t('shared'), common)}
      {saving ? (
        <SaveView
          onSave={(name, isShared) => {
            setSaving(false);
            const made = createView({ kind, name, is_shared: isShared, ...kept() });
            void act(made, t('saved', { name }));
            void made.then((view) => onChoose(shown, view.id)).catch(() => undefined);
          }}
        />
      ) : (
        <Button variant="ghost" icon={<Plus size={16} />} className="justify-start!" onClick={() => setSaving(true)}>
          {t('save')}
        </Button>
      )}
    </div>
  );
}

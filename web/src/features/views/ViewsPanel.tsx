import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { CardKind } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { ErrorState } from '@/ui/ErrorState';
import type { MenuItem } from '@/ui/menuModel';
import { toast } from '@/ui/toast';
import { countsOptions, createView, deleteView, type SavedView, setDefaultView, updateView, viewsOptions } from './api';
import locale from './locale';
import { filterText, type Shown, shownOf } from './model';
import { SaveView } from './SaveView';
import { ViewLine } from './ViewLine';

/** All views of a kind with their counts; a press shows one. */
export function ViewsPanel({
  kind,
  pipeline,
  shown,
  onChoose,
}: {
  kind: CardKind;
  pipeline: number | undefined;
  shown: Shown;
  onChoose: (view: Shown) => void;
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
    columns: shown.columns.map((name) => ({ name })),
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
  const saved = (view: SavedView) => (
    <ViewLine
      key={view.id}
      name={view.name}
      count={countOf(String(view.id))}
      isFirst={first === String(view.id)}
      menu={menu(view)}
      onChoose={() => onChoose(shownOf(view))}
    />
  );
  const own = items.filter((v) => !v.is_shared);
  const common = items.filter((v) => v.is_shared);
  return (
    <div className="flex max-h-[60vh] flex-col gap-2 overflow-auto">
      <h3 className="caps px-2">{t('system')}</h3>
      <ul>
        {system.map((view) => (
          <ViewLine
            key={view.name}
            name={t(`view.${view.name}`)}
            count={countOf(view.name)}
            isFirst={first === view.name}
            menu={[beginning(view.name)]}
            onChoose={() => onChoose({ filter: filterText(view.filter), sort: '', columns: [], layout: '' })}
          />
        ))}
      </ul>
      {own.length > 0 && <h3 className="caps px-2">{t('mine')}</h3>}
      {own.length > 0 && <ul>{own.map(saved)}</ul>}
      {common.length > 0 && <h3 className="caps px-2">{t('shared')}</h3>}
      {common.length > 0 && <ul>{common.map(saved)}</ul>}
      {saving ? (
        <SaveView
          onSave={(name, isShared) => {
            setSaving(false);
            void act(createView({ kind, name, is_shared: isShared, ...kept() }), t('saved', { name }));
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

import { useNavigate } from '@tanstack/react-router';
import { Ellipsis, Plus } from 'lucide-react';
import { lazy, Suspense, useCallback, useState } from 'react';
import { BulkBar } from '@/features/bulk';
import { FilterBar, soundFilter } from '@/features/filter';
import { ColumnPicker, GroupButton, RecordList, type Row, useColumns } from '@/features/lists';
import { ViewsButton } from '@/features/views';
import { useText } from '@/lib/i18n';
import { useShortcuts } from '@/lib/keys';
import { useLineReason } from '@/lib/reach';
import { can, useSession } from '@/lib/session';
import { useWanted } from '@/lib/wanted';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { ForbiddenState } from '@/ui/ForbiddenState';
import { IconButton } from '@/ui/IconButton';
import { later } from '@/ui/later';
import type { MenuItem } from '@/ui/menuModel';
import { openMenu } from '@/ui/openMenu';
import { PageHeader } from '@/ui/PageHeader';
import { Toolbar } from '@/ui/Toolbar';
import locale from './locale';
import type { ListSearch } from './search';

// Fetched when the first card is opened.
const CardSheet = lazy(() => import('@/features/cards').then((m) => ({ default: m.CardSheet })));
const NewRecord = later(() => import('./NewRecord').then((m) => m.NewRecord));
const ExportDialog = lazy(() => import('@/features/transfer').then((m) => ({ default: m.ExportDialog })));

const WORDS = {
  contact: {
    title: 'contacts',
    add: 'newContact',
    empty: 'emptyContacts',
    text: 'emptyContactsText',
    path: '/contacts',
  },
  company: {
    title: 'companies',
    add: 'newCompany',
    empty: 'emptyCompanies',
    text: 'emptyCompaniesText',
    path: '/companies',
  },
} as const;

/** The list of people or companies: search, filter, columns, the open card over it. */
export function RecordsPage({ kind, search }: { kind: 'contact' | 'company'; search: ListSearch }) {
  const t = useText(locale);
  const away = useLineReason();
  const words = WORDS[kind];
  const navigate = useNavigate();
  const who = useSession();
  const [adding, setAdding] = useState(false);
  const [exporting, setExporting] = useState(false);
  const { specs, columns, save } = useColumns(kind);
  const [around, setAround] = useState<readonly number[]>([]);
  const filter = soundFilter(search.filter ?? '');
  const go = useCallback(
    (patch: { [K in keyof ListSearch]?: ListSearch[K] | undefined }, replace = false) =>
      void navigate({
        to: words.path,
        search: (was) =>
          Object.fromEntries(
            Object.entries({ ...was, ...patch }).filter(([, v]) => v !== undefined && v !== ''),
          ) as ListSearch,
        replace,
      }),
    [navigate, words.path],
  );
  const openCard = useCallback(
    (id: number | null, replace = false) => go({ card: id === null ? undefined : `${kind}-${id}` }, replace),
    [go, kind],
  );
  const openRow = useCallback(
    (row: Row, ids: readonly number[]) => {
      setAround(ids);
      openCard(row.id);
    },
    [openCard],
  );
  const canCreate = can(who, `${kind}.create`);
  useShortcuts([
    {
      keys: kind === 'contact' ? 'n c' : 'n o',
      label: () => t(words.add),
      when: () => canCreate,
      run: (event) => {
        event.preventDefault();
        setAdding(true);
      },
    },
  ]);
  useWanted(kind, () => canCreate && setAdding(true));
  const links: MenuItem[] = [
    ...(can(who, 'import') ? [{ kind: 'link' as const, id: 'import', label: t('import'), href: '/import' }] : []),
    ...(can(who, `${kind}.export`) ? [{ id: 'export', label: t('export'), onSelect: () => setExporting(true) }] : []),
    { kind: 'link', id: 'duplicates', label: t('duplicates'), href: `/duplicates?kind=${kind}` },
    ...(can(who, `${kind}.delete`)
      ? [{ kind: 'link' as const, id: 'bin', label: t('bin'), href: `/bin?kind=${kind}` }]
      : []),
  ];
  const opened = search.card?.startsWith(`${kind}-`) ? Number(search.card.slice(kind.length + 1)) : null;
  const step = (by: number) => {
    const next = opened === null ? undefined : around[around.indexOf(opened) + by];
    return next === undefined ? undefined : () => openCard(next, true);
  };
  if (!can(who, `${kind}.view`)) return <ForbiddenState right={t(words.title)} />;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader title={t(words.title)}>
        {links.length > 0 && (
          <IconButton
            icon={<Ellipsis size={16} />}
            label={t('more')}
            onClick={(event) => openMenu({ anchor: event.currentTarget, align: 'end', items: links })}
          />
        )}
        {canCreate && (
          <Button
            variant="primary"
            aria-label={t(words.add)}
            icon={<Plus size={16} />}
            reason={away}
            onClick={() => setAdding(true)}
          >
            <span className="max-desk:hidden">{t(words.add)}</span>
          </Button>
        )}
      </PageHeader>
      <Toolbar
        label={t('tools')}
        className="max-desk:flex-wrap max-desk:[&>:first-child]:basis-full"
        end={
          <>
            <ViewsButton
              kind={kind}
              shown={{ filter, sort: search.sort ?? 'name', columns: specs, layout: 'list' }}
              saved={search.saved}
              onChoose={(view, saved) => {
                if (view.columns.length > 0) void save([...view.columns]);
                go({ filter: view.filter || undefined, sort: view.sort || undefined, saved });
              }}
            />
            <GroupButton kind={kind} value={search.group} onChange={(group) => go({ group }, true)} />
            <ColumnPicker kind={kind} />
          </>
        }
      >
        <FilterBar kind={kind} value={filter} onChange={(json) => go({ filter: json || undefined }, true)} closing />
      </Toolbar>
      <RecordList
        label={t(words.title)}
        query={{ kind, filter, sort: search.sort ?? 'name' }}
        group={search.group}
        filtered={filter !== ''}
        onSort={(sort) => go({ sort }, true)}
        onOpen={openRow}
        onClearFilter={() => go({ filter: undefined }, true)}
        bar={({ chosen, ...rest }) => (
          <BulkBar
            kind={kind}
            filter={filter}
            sort={search.sort ?? 'name'}
            columns={columns}
            selection={chosen}
            {...rest}
          />
        )}
        empty={
          <EmptyState
            title={t(words.empty)}
            text={t(words.text)}
            action={
              canCreate && (
                <Button variant="primary" icon={<Plus size={16} />} onClick={() => setAdding(true)}>
                  {t(words.add)}
                </Button>
              )
            }
          />
        }
      />
      {adding && (
        <NewRecord
          kind={kind}
          onClose={() => setAdding(false)}
          onMade={(id) => {
            setAdding(false);
            openCard(id);
          }}
        />
      )}
      {exporting && (
        <Suspense fallback={null}>
          <ExportDialog
            kind={kind}
            filter={filter}
            columns={columns}
            sort={search.sort ?? 'name'}
            onClose={() => setExporting(false)}
          />
        </Suspense>
      )}
      {opened !== null && (
        <Suspense fallback={null}>
          <CardSheet kind={kind} id={opened} onClose={() => openCard(null)} prev={step(-1)} next={step(1)} />
        </Suspense>
      )}
    </div>
  );
}

import { useText } from '@/lib/i18n';
import { SegmentedControl } from '@/ui/SegmentedControl';
import { Select } from '@/ui/Select';
import { Toolbar } from '@/ui/Toolbar';
import locale from './locale';
import type { TasksSearch } from './search';
import { TaskFilterButton } from './TaskFilterButton';
import { whoOf, whoseOf } from './view';

type Patch = { [K in keyof TasksSearch]?: TasksSearch[K] | undefined };

/** Which view, whose tasks, what narrows them. */
export function TasksToolbar({ search, me, onGo }: { search: TasksSearch; me: number; onGo: (patch: Patch) => void }) {
  const t = useText(locale);
  const whose = whoseOf(search.who);
  const named = whose === 'some' && search.who ? search.who.split(',').map(Number) : [];
  return (
    // On a phone all of it is in sight, in two rows.
    <Toolbar label={t('view')} className="max-desk:flex-wrap">
      <SegmentedControl
        label={t('view')}
        value={search.view ?? 'board'}
        onChange={(next) =>
          onGo({
            view: next === 'board' ? undefined : (next as 'list'),
            ...(next === 'list' ? {} : { done: undefined }),
          })
        }
        segments={[
          { value: 'board', label: t('board') },
          { value: 'list', label: t('list') },
          { value: 'calendar', label: t('calendar') },
        ]}
      />
      <SegmentedControl
        label={t('whose')}
        value={whose}
        onChange={(next) => onGo({ who: next === 'all' ? 'all' : undefined })}
        segments={[
          { value: 'mine', label: t('mine') },
          { value: 'all', label: t('all') },
          ...(whose === 'some' ? [{ value: 'some' as const, label: t('chosenPeople', { n: named.length }) }] : []),
        ]}
      />
      <TaskFilterButton
        people={named}
        type={search.type}
        kind={search.kind}
        onPeople={(people) => onGo({ who: whoOf(people, me) })}
        onType={(type) => onGo({ type })}
        onKind={(kind) => onGo({ kind })}
        onClear={() => onGo({ type: undefined, kind: undefined, ...(whose === 'some' ? { who: undefined } : {}) })}
      />
      {search.view === 'list' && (
        <>
          <SegmentedControl
            label={t('bucket')}
            value={search.done ? 'done' : 'open'}
            onChange={(next) => onGo({ done: next === 'done' ? true : undefined, sort: undefined })}
            segments={[
              { value: 'open', label: t('open') },
              { value: 'done', label: t('done') },
            ]}
          />
          <Select
            compact
            aria-label={t('sort')}
            value={search.sort ?? 'due'}
            onChange={(sort) => onGo({ sort: sort === 'due' ? undefined : sort })}
            options={[
              { value: 'due', label: t(search.done ? 'sortDone' : 'sortDue') },
              { value: '-id', label: t('sortCreated') },
              { value: '-updated_at', label: t('sortUpdated') },
            ]}
          />
        </>
      )}
    </Toolbar>
  );
}

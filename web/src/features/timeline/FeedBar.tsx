import { ListFilter } from 'lucide-react';
import { usePeople } from '@/lib/bootstrap';
import { formatDateOnly } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { Chip } from '@/ui/Chip';
import { IconButton } from '@/ui/IconButton';
import { later } from '@/ui/later';
import { Popover } from '@/ui/Popover';
import { SegmentedControl } from '@/ui/SegmentedControl';
import locale from './locale';
import { type FeedView, FILTERS } from './model';

const FeedTools = later(() => import('./FeedTools').then((m) => m.FeedTools));

/** What a feed shows: its parts, and behind a button whose doing, which day, which cards; what is chosen stands as chips. */
export function FeedBar({ view, onChange }: { view: FeedView; onChange: (view: FeedView) => void }) {
  const t = useText(locale);
  const people = usePeople();
  const { actor, day, linked } = view;
  return (
    <div className="shrink-0 border-b border-line px-4">
      <div className="flex min-h-[40px] items-center gap-2">
        <div className="min-w-0 flex-1 overflow-x-auto">
          <SegmentedControl
            label={t('filter')}
            value={view.what}
            onChange={(what) => onChange({ ...view, what })}
            segments={FILTERS.map((f) => ({ value: f, label: t(f) }))}
          />
        </div>
        <Popover
          title={t('more')}
          align="end"
          className="w-[300px]"
          trigger={
            <IconButton
              label={t('more')}
              pressed={!!(actor || day || linked)}
              icon={<ListFilter aria-hidden="true" size={16} />}
            />
          }
        >
          <FeedTools view={view} onChange={onChange} />
        </Popover>
      </div>
      {(actor || day || linked) && (
        <div className="flex flex-wrap items-center gap-1.5 pb-2">
          {actor && (
            <Chip
              label={t('byPerson')}
              value={people.find((p) => p.id === actor)?.name ?? t('someone')}
              onRemove={() => onChange({ ...view, actor: undefined })}
            />
          )}
          {day && (
            <Chip
              label={t('upTo')}
              value={formatDateOnly(day)}
              onRemove={() => onChange({ ...view, day: undefined })}
            />
          )}
          {linked && <Chip label={t('withLinked')} onRemove={() => onChange({ ...view, linked: undefined })} />}
        </div>
      )}
    </div>
  );
}

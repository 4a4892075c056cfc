import { useQuery } from '@tanstack/react-query';
import { formatSize } from '@/features/files';
import { usePeopleById } from '@/lib/bootstrap';
import { formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { Badge } from '@/ui/Badge';
import { Block } from '@/ui/Block';
import { ErrorState } from '@/ui/ErrorState';
import { Late, Skeleton } from '@/ui/Skeleton';
import { type Large, largest } from './api';
import locale from './locale';

const PATHS = { deal: '/deals', contact: '/contacts', company: '/companies' } as const;

/** The files that take most, each with the way to its card. */
export function LargestFiles() {
  const t = useText(locale);
  const people = usePeopleById();
  const found = useQuery(largest);
  const facts = (f: Large) =>
    [
      f.versions > 1 ? t('filesOf', { n: f.versions }) : '',
      people.get(f.created_by)?.name ?? '',
      formatWhen(f.created_at),
    ]
      .filter(Boolean)
      .join(' · ');
  if (found.data?.length === 0) return null;
  return (
    <Block title={t('largest')} text={t('largestText')} at="largest">
      {found.isPending && (
        <Late>
          <Skeleton className="h-32" />
        </Late>
      )}
      {found.isError && <ErrorState compact error={found.error} onRetry={() => void found.refetch()} />}
      <ul className="divide-y divide-line">
        {found.data?.map((f) => (
          <li
            key={f.id}
            className="grid grid-cols-[minmax(0,1fr)_72px] items-center gap-x-4 gap-y-0.5 py-2 desk:grid-cols-[minmax(0,3fr)_minmax(0,2fr)_72px]"
          >
            <div className="min-w-0">
              <p className="flex min-w-0 items-center gap-2">
                <span data-tip={f.name} className="min-w-0 truncate font-medium">
                  {f.name}
                </span>
                {f.deleted_at !== null && <Badge>{t('inBin')}</Badge>}
              </p>
              <p className="truncate text-small text-muted">{facts(f)}</p>
            </div>
            <div className="min-w-0 max-desk:order-3 max-desk:col-span-2">
              {f.card && f.entity.kind in PATHS ? (
                <a
                  href={`${PATHS[f.entity.kind as keyof typeof PATHS]}/${f.entity.id}`}
                  className="block truncate text-accent"
                >
                  {f.card}
                </a>
              ) : (
                <span className="text-muted">{t('cardGone')}</span>
              )}
            </div>
            <span className="tabular text-right">{formatSize(f.bytes)}</span>
          </li>
        ))}
      </ul>
    </Block>
  );
}

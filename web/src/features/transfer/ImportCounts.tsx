import { Link } from '@tanstack/react-router';
import { useTags } from '@/lib/bootstrap';
import { formatNumber } from '@/lib/format';
import { useText } from '@/lib/i18n';
import type { ImportDetail } from './api';
import locale from './locale';
import { tagFilter } from './model';

const PAGES = { contact: '/contacts', company: '/companies', deal: '/deals' } as const;

/** New cards, rows joined to old ones, rows refused; after an undo what became of them. */
export function ImportCounts({ detail: i }: { detail: ImportDetail }) {
  const t = useText(locale);
  const tags = { deal: useTags('deal'), contact: useTags('contact'), company: useTags('company') };
  const p = i.progress;
  const undone = i.state === 'undone' || i.state === 'undoing';
  const joined = Object.values(p.joined).reduce((a, b) => a + (b ?? 0), 0);
  const tiles: { label: string; n: number; to?: string; search?: { filter?: string }; tone?: string }[] = undone
    ? [
        { label: t('undoDeleted'), n: p.undo.deleted },
        { label: t('undoReverted'), n: p.undo.reverted },
        { label: t('undoKept'), n: p.undo.kept },
      ]
    : [
        ...(['deal', 'contact', 'company'] as const)
          .filter((k) => p.created[k] !== undefined || i.plan.columns.some((c) => c.target.startsWith(`${k}.`)))
          .map((k) => ({
            label: t(`made_${k}`),
            n: p.created[k] ?? 0,
            to: PAGES[k],
            search: tagFilter(i.tags, tags[k]),
          })),
        { label: t('joinedRows'), n: joined },
        { label: t('rejectedRows'), n: p.failed, tone: p.failed > 0 ? 'text-bad' : '' },
      ];
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-control border border-line bg-line desk:flex">
      {tiles.map((tile) => (
        <div key={tile.label} className="min-w-0 flex-1 bg-surface p-3 max-desk:last:odd:col-span-2">
          <dt className="text-small text-muted">{tile.label}</dt>
          <dd className={`tabular text-big font-semibold ${tile.tone ?? ''}`}>
            {tile.to && tile.n > 0 && i.state !== 'running' ? (
              <Link to={tile.to} search={tile.search ?? {}} className="no-underline hover:text-accent hover:underline">
                {formatNumber(tile.n)}
              </Link>
            ) : (
              formatNumber(tile.n)
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

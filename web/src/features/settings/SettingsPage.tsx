import { Navigate, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { Suspense, useRef } from 'react';
import { useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import { ForbiddenState } from '@/ui/ForbiddenState';
import { IconButton } from '@/ui/IconButton';
import { PageHeader } from '@/ui/PageHeader';
import { Late } from '@/ui/Skeleton';
import { useWide } from '@/ui/useWide';
import locale from './locale';
import { SectionList } from './SectionList';
import { SectionSkeleton } from './SectionSkeleton';
import type { SettingsSearch } from './search';
import { sectionName } from './sectionName';
import { SECTIONS } from './sections';
import { useArrive } from './useArrive';

/** The rights of pages that ask for another one than to change settings. */
const MORE: Readonly<Record<string, 'rightImport' | 'rightAdmin'>> = { imports: 'rightImport', files: 'rightAdmin' };

/** Settings: the list of sections on the left, one section on the right. A phone shows one of the two. */
export function SettingsPage() {
  const t = useText(locale);
  const { section: id } = useParams({ strict: false }) as { section?: string };
  const { at } = useSearch({ strict: false }) as SettingsSearch;
  const navigate = useNavigate();
  const who = useSession();
  const wide = useWide();
  const page = useRef<HTMLDivElement>(null);
  useArrive(page, id ?? '', at);

  const seen = SECTIONS.filter((s) => s.right(who));
  const section = SECTIONS.find((s) => s.id === id);
  const first = can(who, 'settings') ? 'account' : 'profile';
  if (wide && !section) return <Navigate to="/settings/$section" params={{ section: first }} replace />;
  if (!wide && id && !section) return <Navigate to="/settings" replace />;

  return (
    <div className="flex h-full min-h-0">
      <aside
        aria-label={t('sections')}
        className={`min-h-0 w-full flex-col border-r border-line bg-surface desk:flex desk:w-[248px] desk:shrink-0 ${section ? 'max-desk:hidden' : 'flex'}`}
      >
        <SectionList sections={seen} chosen={section?.id} />
      </aside>
      {section && (
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          <PageHeader
            title={sectionName(t, section.id)}
            before={
              <IconButton
                className="-ml-2 desk:hidden"
                label={t('back')}
                icon={<ArrowLeft size={18} />}
                onClick={() => void navigate({ to: '/settings' })}
              />
            }
          />
          <div ref={page} className="min-h-0 flex-1 overflow-y-auto">
            <div className="max-w-[920px] px-4 pt-4 pb-16 desk:px-6" key={section.id}>
              {section.right(who) ? (
                <Suspense
                  fallback={
                    <Late>
                      <SectionSkeleton />
                    </Late>
                  }
                >
                  <section.Page />
                </Suspense>
              ) : (
                <ForbiddenState right={t(MORE[section.id] ?? 'rightSettings')} />
              )}
            </div>
          </div>
        </div>
      )}
    </div>
  );
}

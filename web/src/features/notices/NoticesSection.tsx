import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import { attempt } from '@/ui/attempt';
import { Block } from '@/ui/Block';
import { ErrorState } from '@/ui/ErrorState';
import { Late, Skeleton } from '@/ui/Skeleton';
import { type NoticePatch, type NoticeSettings, noticeSettings, saveSettings } from './api';
import { KindTable } from './KindTable';
import locale from './locale';
import { PushBlock } from './PushBlock';
import { QuietHours } from './QuietHours';

/** What I am told, when and how. Everything is saved at once. */
export function NoticesSection() {
  const t = useText(locale);
  const queries = useQueryClient();
  const may = can(useSession(), 'settings');
  const found = useQuery(noticeSettings);
  if (found.isPending)
    return (
      <Late>
        <Skeleton className="h-64" />
      </Late>
    );
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const settings = found.data;

  const save = async (patch: NoticePatch) => {
    const before = settings;
    const kinds = settings.kinds.map((k) => patch.kinds?.find((p) => p.kind === k.kind) ?? k);
    queries.setQueryData(noticeSettings.queryKey, { ...settings, ...patch, kinds } as NoticeSettings);
    const ok = await attempt(saveSettings(patch));
    if (!ok) queries.setQueryData(noticeSettings.queryKey, before);
    void queries.invalidateQueries({ queryKey: noticeSettings.queryKey });
  };

  return (
    <>
      <Block title={t('kindsTitle')} text={t('kindsText')}>
        <div data-at="kinds">
          <KindTable settings={settings} onChange={(kind) => void save({ kinds: [kind] })} />
          {!settings.has_mail && (
            <p className="mt-2 text-muted">
              {t('noMail')}{' '}
              {may && (
                <Link
                  className="text-accent underline underline-offset-2"
                  to="/settings/$section"
                  params={{ section: 'mail' }}
                  search={{}}
                >
                  {t('setMail')}
                </Link>
              )}
            </p>
          )}
        </div>
      </Block>
      <QuietHours settings={settings} onChange={(patch) => void save(patch)} />
      <PushBlock pushKey={settings.push_key} />
    </>
  );
}

import { useQuery } from '@tanstack/react-query';
import type { ApiError } from '@/lib/api';
import { usePeopleById } from '@/lib/bootstrap';
import { formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { ErrorState } from '@/ui/ErrorState';
import { toast } from '@/ui/toast';
import { contentOf, type FileView, restoreVersion, versionsOf } from './api';
import locale from './locale';
import { formatSize } from './model';

/** What a file was before; an older version is saved, or shown again. */
export function VersionsDialog({
  file,
  mayRestore,
  onClose,
  onDone,
}: {
  file: FileView;
  mayRestore: boolean;
  onClose: () => void;
  onDone: () => void;
}) {
  const t = useText(locale);
  const people = usePeopleById();
  const versions = useQuery(versionsOf(file.id));
  return (
    <Dialog open onClose={onClose} title={`${t('versions')}: ${file.name}`}>
      {versions.error && (
        <ErrorState compact error={versions.error as ApiError} onRetry={() => void versions.refetch()} />
      )}
      <ul className="divide-y divide-line">
        {versions.data?.map((v) => (
          <li key={v.id} className="flex min-h-form items-center gap-2 py-1">
            <div className="min-w-0 flex-1">
              <a
                href={contentOf({ ...file, version_id: v.id })}
                download={v.name}
                className="block truncate font-medium"
              >
                {t('versionsShort', { n: v.number })}
              </a>
              <p className="truncate text-small text-muted">
                {[
                  v.scan === 'infected' ? t('refused') : formatSize(v.size),
                  v.name,
                  people.get(v.created_by)?.name ?? '',
                  formatWhen(v.created_at, { time: true }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
            </div>
            {v.id === file.version_id ? (
              <span className="text-small text-muted">{t('current')}</span>
            ) : (
              mayRestore &&
              v.scan === 'clean' && (
                <Button
                  variant="ghost"
                  onClick={() =>
                    restoreVersion(file.id, v.id).then(
                      () => {
                        onDone();
                        onClose();
                      },
                      (error: Error) => toast({ text: t('failed'), detail: error.message, tone: 'bad' }),
                    )
                  }
                >
                  {t('restore')}
                </Button>
              )
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { ApiError } from '@/lib/api';
import { useText } from '@/lib/i18n';
import { ErrorState } from '@/ui/ErrorState';
import { ForbiddenState } from '@/ui/ForbiddenState';
import locale from './locale';
import { NotFoundPage } from './NotFoundPage';

/** What a page shows when it threw: a refusal in its own words, anything else as a crash of this page alone. */
export function CrashPage({ error, reset }: ErrorComponentProps) {
  const t = useText(locale);
  const router = useRouter();
  const known = error instanceof ApiError;
  if (known && error.code === 'not_found') return <NotFoundPage />;
  return (
    <>
      <h1 className="sr-only">{t('crashed')}</h1>
      {known && error.code === 'forbidden' ? (
        <ForbiddenState right={error.message} />
      ) : (
        <ErrorState
          title={known ? undefined : t('crashed')}
          error={known ? error : { message: t('crashedText') }}
          onRetry={() => {
            reset();
            void router.invalidate();
          }}
        />
      )}
    </>
  );
}

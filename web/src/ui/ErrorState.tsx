import { CircleAlert, RotateCw } from 'lucide-react';
import { useText } from '@/lib/i18n';
import { Button } from './Button';
import { cx } from './cx';
import locale from './stateLocale';

/** An error where it happened, with Retry. Takes an ApiError as it is. */
export function ErrorState({
  error,
  title,
  onRetry,
  compact = false,
}: {
  error?: { message: string; fields?: readonly { message: string }[]; requestId?: string | undefined } | null;
  title?: string;
  onRetry?: () => void;
  compact?: boolean;
}) {
  const t = useText(locale);
  return (
    <div
      role="alert"
      className={cx(
        'flex flex-col items-start',
        compact ? 'gap-2 p-3' : 'mx-auto max-w-[440px] gap-3 px-4 pt-[16vh] pb-8',
      )}
    >
      <div className="flex gap-2">
        <CircleAlert aria-hidden="true" size={16} className="mt-px text-bad" />
        <div className="min-w-0">
          <p className="font-semibold">{title ?? t('errorTitle')}</p>
          {error && <p className="mt-0.5 text-muted">{error.fields?.[0]?.message ?? error.message}</p>}
          {error?.requestId && <p className="mt-1 text-small text-muted">{t('requestId', { id: error.requestId })}</p>}
        </div>
      </div>
      {onRetry && (
        <Button icon={<RotateCw aria-hidden="true" size={14} />} onClick={onRetry} className="ml-6">
          {t('retry')}
        </Button>
      )}
    </div>
  );
}

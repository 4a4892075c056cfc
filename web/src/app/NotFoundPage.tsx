import { Search } from 'lucide-react';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import locale from './locale';
import { openPalette } from './palette';

export function NotFoundPage() {
  const t = useText(locale);
  return (
    <div className="h-full overflow-y-auto">
      <h1 className="sr-only">{t('notFound')}</h1>
      <EmptyState
        title={t('notFound')}
        text={t('notFoundText')}
        action={
          <Button variant="primary" icon={<Search aria-hidden="true" size={14} />} onClick={() => openPalette()}>
            {t('search')}
          </Button>
        }
      />
    </div>
  );
}

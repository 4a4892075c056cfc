import { Lock } from 'lucide-react';
import { useText } from '@/lib/i18n';
import { EmptyState } from './EmptyState';
import locale from './stateLocale';

/** Says which right is missing and whom to ask. */
export function ForbiddenState({ right, whom, compact = false }: { right: string; whom?: string; compact?: boolean }) {
  const t = useText(locale);
  return (
    <EmptyState
      compact={compact}
      icon={<Lock size={20} />}
      title={t('forbiddenTitle')}
      text={t('forbiddenText', { right, whom: whom ?? t('admin') })}
    />
  );
}

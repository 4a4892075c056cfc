import { useNavigate } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useText } from '@/lib/i18n';
import { IconButton } from '@/ui/IconButton';
import locale from './locale';

export function BackToImports() {
  const t = useText(locale);
  const navigate = useNavigate();
  return (
    <IconButton
      className="-ml-2"
      label={t('allImports')}
      icon={<ArrowLeft aria-hidden="true" size={18} />}
      onClick={() => void navigate({ to: '/import' })}
    />
  );
}

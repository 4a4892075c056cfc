import { useQuery } from '@tanstack/react-query';
import { ErrorState } from '@/ui/ErrorState';
import { Late, Skeleton } from '@/ui/Skeleton';
import { smtp } from './api';
import { MailForm } from './MailForm';

/** The mail server of the account. */
export function MailSection() {
  const found = useQuery(smtp);
  if (found.isPending)
    return (
      <Late>
        <Skeleton className="h-64" />
      </Late>
    );
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  return <MailForm key={found.data.updated_at} kept={found.data} />;
}

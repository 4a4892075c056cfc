import { useQuery } from '@tanstack/react-query';
import { ErrorState } from '@/ui/ErrorState';
import { Late, Skeleton } from '@/ui/Skeleton';
import { space } from './api';
import { LargestFiles } from './LargestFiles';
import { LimitsForm } from './LimitsForm';
import { SpacePeople } from './SpacePeople';
import { SpaceUsed } from './SpaceUsed';

/** The files of the account: how much space they take and who takes it, what may be uploaded, where they are. */
export function FilesSection() {
  const found = useQuery(space);
  if (found.isPending)
    return (
      <Late>
        <Skeleton className="h-64" />
      </Late>
    );
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  return (
    <>
      <SpaceUsed space={found.data} />
      <LimitsForm space={found.data} />
      <SpacePeople space={found.data} />
      <LargestFiles />
    </>
  );
}

import { useQuery } from '@tanstack/react-query';
import type { Pipeline, Status } from '@/lib/bootstrap';
import { useChange } from '@/lib/change';
import { useText } from '@/lib/i18n';
import { dealsIn, deleteStatus } from './api';
import locale from './locale';
import { MoveDealsDialog } from './MoveDealsDialog';
import { neighbour, withPipeline } from './model';

/** Deletes a stage once it is said where its deals go. */
export function DeleteStageDialog({
  pipeline,
  status,
  onClose,
}: {
  pipeline: Pipeline;
  status: Status;
  onClose: () => void;
}) {
  const t = useText(locale);
  const change = useChange();
  const count = useQuery(dealsIn({ status: status.id }));
  return (
    <MoveDealsDialog
      title={t('deleteStageAsk', { name: status.name })}
      action={t('del')}
      said={t('stageDeleted', { name: status.name })}
      deals={count.data?.count}
      failed={count.isError}
      except={(s) => s.id === status.id}
      first={neighbour(pipeline, status)}
      onDelete={(moveTo) =>
        change(
          (boot) =>
            withPipeline(boot, pipeline.id, (p) => ({ ...p, statuses: p.statuses.filter((s) => s.id !== status.id) })),
          () => deleteStatus(status.id, moveTo),
        )
      }
      onClose={onClose}
    />
  );
}

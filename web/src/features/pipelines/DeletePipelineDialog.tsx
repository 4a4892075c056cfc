import { useQuery } from '@tanstack/react-query';
import { type Pipeline, usePipelines } from '@/lib/bootstrap';
import { useChange } from '@/lib/change';
import { useText } from '@/lib/i18n';
import { dealsIn, deletePipeline } from './api';
import locale from './locale';
import { MoveDealsDialog } from './MoveDealsDialog';

/** Deletes a pipeline once it is said where its deals go. */
export function DeletePipelineDialog({ pipeline, onClose }: { pipeline: Pipeline; onClose: () => void }) {
  const t = useText(locale);
  const change = useChange();
  const count = useQuery(dealsIn({ pipeline: pipeline.id }));
  const other = usePipelines().find((p) => p.id !== pipeline.id);
  return (
    <MoveDealsDialog
      title={t('deletePipelineAsk', { name: pipeline.name })}
      action={t('del')}
      said={t('pipelineDeleted', { name: pipeline.name })}
      deals={count.data?.count}
      failed={count.isError}
      except={(s) => s.pipeline_id === pipeline.id}
      first={other?.statuses[0]}
      onDelete={(moveTo) =>
        change(
          (boot) => ({ ...boot, pipelines: boot.pipelines.filter((p) => p.id !== pipeline.id) }),
          () => deletePipeline(pipeline.id, moveTo),
        )
      }
      onClose={onClose}
    />
  );
}

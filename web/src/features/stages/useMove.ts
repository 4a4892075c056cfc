import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { components } from '@/api/schema';
import { type Card, cardKey, useCard } from '@/features/cardcore';
import { requiredIn } from '@/features/fields';
import { ApiError } from '@/lib/api';
import { type Status, useFields, usePipelines } from '@/lib/bootstrap';
import { text } from '@/lib/i18n';
import { toast } from '@/ui/toast';
import { moveDeal } from './api';
import locale from './locale';

export type MoveDetails = Omit<components['schemas']['MoveBody'], 'status_id'>;

/** Moves the deal to a stage; asks first when the stage needs something, offers the way back afterwards. */
export function useMove() {
  const { card, accept } = useCard();
  const queries = useQueryClient();
  const pipelines = usePipelines();
  const { fields } = useFields('deal');
  const [asks, setAsks] = useState<{ to: Status; fieldIds: number[] } | null>(null);
  const key = cardKey('deal', card.id);

  function needs(to: Status): number[] {
    const stages = pipelines.find((p) => p.id === to.pipeline_id)?.statuses ?? [];
    return fields.filter((f) => requiredIn(f, stages, to.id) && !card.fields[f.id]?.length).map((f) => f.id);
  }
  async function send(to: Status, details: MoveDetails) {
    const before = queries.getQueryData<Card>(key) ?? card;
    await queries.cancelQueries({ queryKey: key });
    queries.setQueryData<Card>(key, {
      ...before,
      pipeline_id: to.pipeline_id,
      status_id: to.id,
      status_changed_at: Math.floor(Date.now() / 1000),
    });
    try {
      accept(await moveDeal(card.id, { status_id: to.id, ...details }));
      const undo = before.status_id
        ? async () => {
            const reason = before.loss_reason_id ? { loss_reason_id: before.loss_reason_id } : {};
            accept(await moveDeal(card.id, { status_id: before.status_id as number, ...reason }));
          }
        : undefined;
      toast({ text: text(locale, 'moved', { name: card.name, stage: to.name }), undo });
    } catch (error) {
      queries.setQueryData(key, before);
      if (!(error instanceof ApiError)) throw error;
      if (error.reason === 'required_fields') setAsks({ to, fieldIds: error.data as number[] });
      else toast({ text: text(locale, 'notSaved'), detail: error.message, tone: 'bad' });
    }
  }
  function move(to: Status, details?: MoveDetails) {
    if (to.id === card.status_id) return;
    const fieldIds = needs(to);
    if (!details && (fieldIds.length > 0 || to.kind !== 'open')) setAsks({ to, fieldIds });
    else void send(to, details ?? {});
  }
  return { move, asks, close: () => setAsks(null) };
}

import { useEffect } from 'react';
import { preloadInputs } from '@/features/fields';
import { MoveDialog } from '@/features/stages';
import { TaskForm } from '@/features/tasks';
import type { Field } from '@/lib/bootstrap';
import { whenIdle } from '@/ui/later';
import { LaterCombobox, LaterMultiSelect } from '@/ui/laterParts';

/** Fetches what the first edit of a card needs, once the card stands: nothing flickers and no key is lost. */
export function useReady(fields: readonly Field[]): void {
  useEffect(
    () =>
      whenIdle(() => {
        void preloadInputs(fields.map((f) => f.type));
        for (const part of [LaterCombobox, LaterMultiSelect, MoveDialog, TaskForm]) void part.preload();
      }),
    [fields],
  );
}

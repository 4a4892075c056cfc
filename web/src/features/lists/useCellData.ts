import { useMemo } from 'react';
import { type CardKind, useFields, usePeopleById, useStatusesById } from '@/lib/bootstrap';
import type { CellData } from './Cell';

/** What cells say things by. */
export function useCellData(kind: CardKind): CellData {
  const people = usePeopleById();
  const statuses = useStatusesById();
  const { fields } = useFields(kind);
  return useMemo(
    () => ({ people, statuses, fields: new Map(fields.map((f) => [f.id, f])) }),
    [people, statuses, fields],
  );
}

import { CardContext, ConflictDialog } from '@/features/cardcore';
import { MoveDialog } from '@/features/stages';
import type { CardKind } from '@/lib/bootstrap';
import type { CellTrouble } from './cellSave';

/** What an edit of a cell asks: whose value stays when two people changed it, what a stage needs. */
export function CellDialogs({ kind, trouble, onClose }: { kind: CardKind; trouble: CellTrouble; onClose: () => void }) {
  const card = trouble.what === 'conflict' ? trouble.now : trouble.row;
  const context = {
    kind,
    card,
    save: () => undefined,
    accept: () => undefined,
    faults: {},
    locked: undefined,
    conflict:
      trouble.what === 'conflict'
        ? { patch: trouble.change.patch ?? {}, paths: trouble.paths, now: trouble.now }
        : null,
    settle: (mine: boolean) => {
      onClose();
      if (trouble.what === 'conflict') trouble.again(mine);
    },
  };
  return (
    <CardContext value={context}>
      {trouble.what === 'conflict' ? (
        <ConflictDialog />
      ) : (
        <MoveDialog
          to={trouble.to}
          fieldIds={trouble.fieldIds}
          onClose={onClose}
          onMove={(_, details) => {
            onClose();
            trouble.go(details as never);
          }}
        />
      )}
    </CardContext>
  );
}

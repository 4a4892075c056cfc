import { toast } from './toast';

/**
 * Waits for something already shown: a refusal is said in a toast, a success only where `said` tells what cannot be
 * seen. `undo` offers the way back. Resolves to whether it went through.
 */
export async function attempt(
  pending: Promise<unknown>,
  done: { said?: string; undo?: () => unknown; failed?: string } = {},
): Promise<boolean> {
  try {
    await pending;
  } catch (refusal) {
    const words = refusal instanceof Error ? refusal.message : String(refusal);
    toast({ text: done.failed ?? words, detail: done.failed ? words : undefined, tone: 'bad' });
    return false;
  }
  const { said, undo } = done;
  if (said)
    toast({
      text: said,
      undo: undo
        ? () => {
            void undo();
          }
        : undefined,
    });
  return true;
}

import { lazy, Suspense, useSyncExternalStore } from 'react';
import { currentConfirm, subscribeConfirm } from './confirm';

const AlertDialog = lazy(() => import('./AlertDialog').then((m) => ({ default: m.AlertDialog })));

/** Shows what `confirm()` asks. Stands once, in UiRoot. */
export function ConfirmHost() {
  const asked = useSyncExternalStore(subscribeConfirm, currentConfirm);
  if (!asked) return null;
  const { answer, ...request } = asked;
  return (
    <Suspense fallback={null}>
      <AlertDialog {...request} open onClose={() => answer(false)} onConfirm={() => answer(true)} />
    </Suspense>
  );
}

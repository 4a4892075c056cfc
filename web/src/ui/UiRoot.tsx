import { CSPProvider } from '@base-ui/react/csp-provider';
import { lazy, type ReactNode, Suspense } from 'react';
import { AnchorMenuHost } from './AnchorMenuHost';
import { ConfirmHost } from './ConfirmHost';

// Nobody needs these before the first paint; they follow it at once.
const Toaster = lazy(() => import('./Toaster').then((m) => ({ default: m.Toaster })));
const TooltipHost = lazy(() => import('./TooltipHost').then((m) => ({ default: m.TooltipHost })));

/** What the parts need once per page: the tooltip, the toasts, the one menu, the question before what cannot be undone. */
export function UiRoot({ children }: { children: ReactNode }) {
  return (
    <CSPProvider disableStyleElements>
      {children}
      <AnchorMenuHost />
      <ConfirmHost />
      <Suspense fallback={null}>
        <TooltipHost />
        <Toaster />
      </Suspense>
    </CSPProvider>
  );
}

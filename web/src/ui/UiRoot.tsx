import { CSPProvider } from '@base-ui/react/csp-provider';
import type { ReactNode } from 'react';
import { AnchorMenuHost } from './AnchorMenuHost';
import { ConfirmHost } from './ConfirmHost';
import { Toaster } from './Toaster';
import { TooltipHost } from './TooltipHost';

/** What the parts need once per page: the tooltip, the toasts, the one menu, the question before what cannot be undone. */
export function UiRoot({ children }: { children: ReactNode }) {
  return (
    <CSPProvider disableStyleElements>
      {children}
      <TooltipHost />
      <AnchorMenuHost />
      <ConfirmHost />
      <Toaster />
    </CSPProvider>
  );
}

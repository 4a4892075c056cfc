import { CSPProvider } from '@base-ui/react/csp-provider';
import type { ReactNode } from 'react';
import { AnchorMenuHost } from './AnchorMenuHost';
import { Toaster } from './Toaster';
import { TooltipHost } from './TooltipHost';

/** What the parts need once per page: the tooltip, the toasts, the one menu. */
export function UiRoot({ children }: { children: ReactNode }) {
  return (
    <CSPProvider disableStyleElements>
      {children}
      <TooltipHost />
      <AnchorMenuHost />
      <Toaster />
    </CSPProvider>
  );
}

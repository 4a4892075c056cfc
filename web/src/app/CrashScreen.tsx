import type { ErrorComponentProps } from '@tanstack/react-router';
import { CrashPage } from './CrashPage';

/** The same where there is no frame around it: the frame itself did not come. */
export function CrashScreen(props: ErrorComponentProps) {
  return (
    <main className="h-dvh overflow-y-auto">
      <CrashPage {...props} />
    </main>
  );
}

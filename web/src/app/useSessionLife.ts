import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { onSignedOut } from '@/lib/api';
import { startLive } from '@/lib/live';
import { useSession } from '@/lib/session';
import { queries } from './queries';

/** While someone is signed in the live stream is open; when the server ends the session the frame goes to sign-in. */
export function useSessionLife(): void {
  const navigate = useNavigate();
  const account = useSession()?.account.id;

  useEffect(() => {
    if (account === undefined) return;
    let stop: (() => void) | undefined;
    let gone = false;
    startLive(queries).then(
      (close) => {
        if (gone) close();
        else stop = close;
      },
      // Without the stream the page still works: it asks again on return to the tab.
      () => undefined,
    );
    return () => {
      gone = true;
      stop?.();
    };
  }, [account]);

  useEffect(
    () =>
      onSignedOut(() => {
        const { pathname, search } = window.location;
        if (pathname === '/sign-in') return;
        void navigate({ href: `/sign-in?to=${encodeURIComponent(pathname + search)}`, replace: true });
      }),
    [navigate],
  );
}

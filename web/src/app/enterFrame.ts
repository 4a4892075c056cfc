import { redirect } from '@tanstack/react-router';
import { ApiError, api, call } from '@/lib/api';
import { bootstrap } from '@/lib/bootstrap';
import { setLang } from '@/lib/i18n';
import { getSession, sessionOf, setSession } from '@/lib/session';
import { queries } from './queries';

/** Learns who is signed in before the frame is drawn. A stranger goes to sign-in, a new installation to its wizard. */
export async function enterFrame(href: string): Promise<void> {
  const offline = import('@/features/offline').catch(() => undefined);
  try {
    const { me } = await queries.ensureQueryData(bootstrap);
    await (await offline)?.startOffline(me, () => void queries.invalidateQueries());
    if (getSession()) return;
    setLang(me.user.language);
    setSession(sessionOf(me));
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'unauthenticated') throw error;
    const { needed } = await call(api.GET('/api/v1/setup'));
    if (needed) throw redirect({ to: '/setup', replace: true });
    throw redirect({ to: '/sign-in', search: href === '/' || href === '/deals' ? {} : { to: href }, replace: true });
  }
}

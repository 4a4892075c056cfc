import { text } from '@/lib/i18n';
import { confirm } from '@/ui/confirm';
import locale from './locale';
import { refreshWrites } from './sender';
import { getState, setState } from './state';
import { wipe } from './store';

/** Drafts of notes and the list of opened records. */
const PRIVATE = ['voronka.draft', 'voronka.recent'];

/** Before a sign-out: asks when something was not sent, then erases what this browser kept. False: stay. */
export async function leave(): Promise<boolean> {
  const { who } = getState();
  await refreshWrites(false).catch(() => undefined);
  const n = getState().writes.length;
  if (n > 0) {
    const sure = await confirm({
      title: text(locale, 'outTitle'),
      body: text(locale, 'outBody', { n }),
      action: text(locale, 'out'),
      danger: true,
    });
    if (!sure) return false;
  }
  setState({ who: '', writes: [], shown: {} });
  await wipe(who).catch(() => undefined);
  try {
    for (const key of Object.keys(localStorage))
      if (PRIVATE.some((prefix) => key.startsWith(prefix))) localStorage.removeItem(key);
    sessionStorage.clear();
  } catch {
    // Storage is closed to us: nothing was kept in it.
  }
  return true;
}

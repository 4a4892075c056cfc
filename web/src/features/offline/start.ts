import { setCourier } from '@/lib/api';
import type { Me } from '@/lib/session';
import { courier } from './courier';
import { begin } from './sender';

/**
 * Puts the offline part between the client and the server for who is signed in. `again` asks for all that is on screen
 * once more. Where the browser gives no storage, the client works as without it.
 */
export async function startOffline(me: Me, again: () => void): Promise<void> {
  setCourier(courier);
  await begin(`${me.account.id}.${me.user.id}`, again).catch(() => undefined);
}

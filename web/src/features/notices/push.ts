import { browsers, forgetBrowser, keepBrowser } from './api';
import { keyBytes } from './model';

/** Whether this browser takes pushes, and what stands in the way. */
export type PushState = 'on' | 'off' | 'blocked' | 'insecure' | 'ios' | 'none';

export async function pushState(): Promise<PushState> {
  if (!window.isSecureContext) return 'insecure';
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) {
    return /iPhone|iPad/.test(navigator.userAgent) ? 'ios' : 'none';
  }
  if (Notification.permission === 'denied') return 'blocked';
  if (Notification.permission !== 'granted') return 'off';
  const worker = await navigator.serviceWorker.getRegistration();
  const subscription = await worker?.pushManager.getSubscription();
  if (!subscription) return 'off';
  return (await browsers()).some((b) => b.is_current) ? 'on' : 'off';
}

/** Asks for the permission and lets this browser take pushes. */
export async function turnOn(key: string): Promise<PushState> {
  if ((await Notification.requestPermission()) !== 'granted') return pushState();
  await navigator.serviceWorker.register('/sw.js');
  const worker = await navigator.serviceWorker.ready;
  const kept = await worker.pushManager.getSubscription();
  // One made with the key of another installation takes nothing from this one.
  await kept?.unsubscribe();
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: keyBytes(key) });
  const { endpoint, keys } = made.toJSON();
  await keepBrowser({ endpoint: endpoint ?? '', keys: { p256dh: keys?.p256dh ?? '', auth: keys?.auth ?? '' } });
  return 'on';
}

export async function turnOff(): Promise<PushState> {
  const worker = await navigator.serviceWorker.getRegistration();
  const kept = await worker?.pushManager.getSubscription();
  await kept?.unsubscribe();
  for (const b of await browsers()) if (b.is_current) await forgetBrowser(b.id);
  return 'off';
}

import { useSyncExternalStore } from 'react';

/** What the browser gives for later when the app may be installed (public/boot.js keeps it). */
interface InstallPrompt extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

declare global {
  interface Window {
    voronkaInstall?: InstallPrompt | undefined;
  }
}

/**
 * installed: it runs as an app. offered: one press installs it. ios, menu: the browser's own menu does. insecure: the
 * address has no https.
 */
export type InstallState = 'installed' | 'offered' | 'ios' | 'menu' | 'insecure';

function state(): InstallState {
  if (matchMedia('(display-mode: standalone)').matches || ('standalone' in navigator && navigator.standalone))
    return 'installed';
  if (window.voronkaInstall) return 'offered';
  if (!window.isSecureContext) return 'insecure';
  // An iPad calls itself a Mac, but has fingers.
  const isApple =
    /iPhone|iPad/.test(navigator.userAgent) || (/Mac/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);
  return isApple ? 'ios' : 'menu';
}

function watch(tell: () => void): () => void {
  window.addEventListener('voronka:install', tell);
  return () => window.removeEventListener('voronka:install', tell);
}

/** Whether and how the app can be installed on this device. */
export const useInstall = (): InstallState => useSyncExternalStore(watch, state);

/** Shows the browser's question. An answer uses the offer up. */
export async function install(): Promise<void> {
  const offer = window.voronkaInstall;
  window.voronkaInstall = undefined;
  await offer?.prompt();
  window.dispatchEvent(new Event('voronka:install'));
}

import { useSyncExternalStore } from 'react';

const query = '(min-width: 720px)';

/** Whether the window is no phone: list and page stand side by side, tables show all their columns. */
export function useWide(): boolean {
  return useSyncExternalStore(
    (tell) => {
      const media = matchMedia(query);
      media.addEventListener('change', tell);
      return () => media.removeEventListener('change', tell);
    },
    () => matchMedia(query).matches,
  );
}

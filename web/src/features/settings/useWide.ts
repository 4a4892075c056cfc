import { useSyncExternalStore } from 'react';

const query = '(min-width: 720px)';

/** Whether list and page stand side by side. */
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

import { type RefObject, useEffect } from 'react';

/** Brings the setting a search led to into view and gives it the focus, as soon as its page is drawn. */
export function useArrive(page: RefObject<HTMLElement | null>, section: string, at: string | undefined): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another section is another page to arrive at
  useEffect(() => {
    if (!at) return;
    let tries = 0;
    const timer = setInterval(() => {
      const place = page.current?.querySelector<HTMLElement>(`[data-at="${at}"]`);
      if (place || ++tries > 30) clearInterval(timer);
      if (!place) return;
      place.scrollIntoView({ block: 'start' });
      place.querySelector<HTMLElement>('input,textarea,button,[tabindex="0"]')?.focus({ preventScroll: true });
    }, 80);
    return () => clearInterval(timer);
  }, [page, section, at]);
}

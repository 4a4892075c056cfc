import type { ReactNode } from 'react';

/** One section of the gallery. */
export function Part({ title, wide = false, children }: { title: string; wide?: boolean; children: ReactNode }) {
  return (
    <section className={`flex min-w-0 flex-col gap-4 ${wide ? 'wide:col-span-2' : ''}`}>
      <h2 className="border-b border-line pb-1.5 text-title font-semibold">{title}</h2>
      {children}
    </section>
  );
}

import { useId } from 'react';
import { useScope } from '@/lib/keys';

/** Standing inside a dialog or sheet, it keeps the page's letter shortcuts from reaching below. */
export function LayerScope({ name }: { name?: string | undefined }) {
  const id = useId();
  useScope(name ?? `layer${id}`);
  return null;
}

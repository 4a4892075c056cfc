import { useEffect, useState } from 'react';
import type { Later } from '@/ui/later';

/** Whether the code of a part is there; asks for it. One that cannot be fetched counts as there: drawing it says why. */
export function useArrived<P>(part: Later<P>): boolean {
  const [settled, setSettled] = useState<Later<P>[]>([]);
  const here = settled.includes(part) || part.preload() === undefined;
  useEffect(() => {
    if (here) return;
    let live = true;
    void part.preload()?.then(() => live && setSettled((was) => [...was, part]));
    return () => {
      live = false;
    };
  }, [part, here]);
  return here;
}

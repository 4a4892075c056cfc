import { useRouter } from '@tanstack/react-router';
import { PLURAL } from '@/features/cardcore';
import type { CardKind } from '@/lib/bootstrap';
import { CardScreen } from './CardScreen';

/** A card as a page of its own; closing it goes back to where one came from, else to the list of its kind. */
export function CardPage({ kind, id }: { kind: CardKind; id: number }) {
  const router = useRouter();
  const close = () => {
    if (router.history.canGoBack()) router.history.back();
    else void router.navigate({ href: `/${PLURAL[kind]}` });
  };
  return (
    <div className="flex h-full min-h-0 flex-col bg-surface">
      <CardScreen key={`${kind}-${id}`} kind={kind} id={id} onClose={close} />
    </div>
  );
}

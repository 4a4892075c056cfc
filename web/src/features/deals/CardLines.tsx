import { fieldText } from '@/features/fields';
import type { Field } from '@/lib/bootstrap';
import { useLang } from '@/lib/i18n';
import type { BoardCard } from './board';

/** The own fields a card of the board shows, those that are filled, each in a line. */
export function CardLines({ card, fields }: { card: BoardCard; fields: readonly Field[] }) {
  useLang();
  return fields.map((f) => {
    const words = fieldText(f, card.fields?.[f.id] ?? []);
    return words ? (
      <p key={f.id} className="truncate text-small">
        <span className="text-muted">{f.name}:</span> {words}
      </p>
    ) : null;
  });
}

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useCard } from '@/features/cardcore';
import { useTags } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import type { Hue } from '@/ui/hues';
import { LaterMultiSelect } from '@/ui/laterParts';
import { Popover } from '@/ui/Popover';
import { TagChip } from '@/ui/TagChip';
import locale from './locale';

const hueOf = (hue: number) => (hue >= 1 && hue <= 12 ? (hue as Hue) : undefined);

/** The tags of a card; a press opens the choice, a new word makes a new tag. */
export function TagsEdit() {
  const t = useText(locale);
  const { kind, card, save, locked } = useCard();
  const known = useTags(kind);
  const [open, setOpen] = useState(false);
  const options = known.map((tag) => ({ value: tag.name, label: tag.name }));
  const chosen = card.tags.map((tag) => ({ value: tag.name, label: tag.name }));
  const chips = card.tags.map((tag) => <TagChip key={tag.name} name={tag.name} hue={hueOf(tag.hue)} />);
  if (locked) return <div className="flex flex-wrap items-center gap-1">{chips}</div>;
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      title={t('tags')}
      className="w-[300px]"
      trigger={
        <Button variant="ghost" className="max-w-full px-1.5! font-normal">
          {card.tags.length === 0 ? (
            <span className="flex items-center gap-1 text-small text-muted">
              <Plus aria-hidden="true" size={14} />
              {t('tagged')}
            </span>
          ) : (
            <span className="flex flex-wrap items-center gap-1">
              <span className="sr-only">{t('tags')}:</span>
              {chips}
            </span>
          )}
        </Button>
      }
    >
      <LaterMultiSelect
        aria-label={t('tags')}
        placeholder={t('addTag')}
        options={options}
        value={chosen}
        onChange={(next) => save({ tags: next.map((o) => o.value) }, { tags: known })}
        onCreate={(name) => ({ value: name, label: name })}
      />
    </Popover>
  );
}

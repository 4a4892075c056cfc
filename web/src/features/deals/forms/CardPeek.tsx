import { useQueryClient } from '@tanstack/react-query';
import { NewTaskDialog } from '@/features/tasks';
import { usePeopleById, useStatusesById, useTags } from '@/lib/bootstrap';
import { formatMoney, formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import type { Hue } from '@/ui/hues';
import { MultiSelect } from '@/ui/MultiSelect';
import { PopoverPanel } from '@/ui/PopoverPanel';
import { TagChip } from '@/ui/TagChip';
import { toast } from '@/ui/toast';
import { boardKeys, setTags } from '../api';
import type { BoardCard } from '../board';
import { element } from '../focus';
import shared from '../locale';
import locale from './locale';

export interface Peek {
  kind: 'look' | 'task' | 'tags';
  id: number;
}

/** What a key opens at a card of the board without opening it: a quick look, its tags, a new task. */
export function CardPeek({
  kind,
  card,
  onClose,
  onOpen,
}: {
  kind: Peek['kind'];
  card: BoardCard;
  onClose: () => void;
  onOpen: () => void;
}) {
  const t = useText(shared);
  const own = useText(locale);
  const queries = useQueryClient();
  const known = useTags('deal');
  const status = useStatusesById().get(card.status_id);
  const person = usePeopleById().get(card.responsible_id);
  if (kind === 'task') return <NewTaskDialog about={{ id: card.id, name: card.name }} onClose={onClose} />;
  const options = known.map((tag) => ({ value: tag.name, label: tag.name }));
  const save = (names: string[]) =>
    setTags(card.id, names).then(
      () => queries.invalidateQueries({ queryKey: boardKeys.all }),
      (error: Error) => toast({ tone: 'bad', text: t('changeRefused'), detail: error.message }),
    );
  const lines = [
    [own('lookStage'), status?.name],
    [own('addPrice'), card.price ? formatMoney(card.price) : undefined],
    [own('addContact'), card.contact?.name],
    [own('addCompany'), card.company?.name],
    [t('responsible'), person?.name],
    [
      own('lookTask'),
      card.next_task_at === null
        ? t('noTasks')
        : [formatWhen(card.next_task_at, { time: true }), card.next_task?.text].filter(Boolean).join(' · '),
    ],
  ].filter(([, value]) => value);
  return (
    <PopoverPanel
      anchor={element(card.id)}
      side="right"
      title={kind === 'tags' ? t('kTags') : card.name}
      open
      onOpenChange={(open) => !open && onClose()}
      className="w-[320px]"
    >
      {kind === 'tags' ? (
        <MultiSelect
          aria-label={t('kTags')}
          options={options}
          value={card.tags.map((tag) => ({ value: tag.name, label: tag.name }))}
          onChange={(next) => void save(next.map((o) => o.value))}
          onCreate={(name) => ({ value: name, label: name })}
        />
      ) : (
        <div className="flex flex-col gap-2">
          <p className="font-semibold">{card.name}</p>
          <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1">
            {lines.map(([name, value]) => (
              <div key={name} className="contents">
                <dt className="text-small text-muted">{name}</dt>
                <dd className="tabular min-w-0 break-words">{value}</dd>
              </div>
            ))}
          </dl>
          {card.tags.length > 0 && (
            <div className="flex flex-wrap gap-1">
              {card.tags.map((tag) => (
                <TagChip key={tag.id} name={tag.name} hue={(tag.hue || undefined) as Hue | undefined} />
              ))}
            </div>
          )}
          <Button className="self-start" onClick={onOpen}>
            {t('open')}
          </Button>
        </div>
      )}
    </PopoverPanel>
  );
}

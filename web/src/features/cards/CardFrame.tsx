import { useMemo, useState } from 'react';
import { type Card, CardContext, ConflictDialog, type HistoryOf, useCardEdit } from '@/features/cardcore';
import { FieldHistory } from '@/features/cardhistory';
import { Composer, OpenTasks, type Writing } from '@/features/compose';
import { StageStrip } from '@/features/stages';
import { Feed, type Note } from '@/features/timeline';
import { useFields } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Tabs } from '@/ui/Tabs';
import { CardHead } from './CardHead';
import { CardPanel } from './CardPanel';
import type { CardScreenProps } from './CardScreen';
import locale from './locale';
import { PanelResizer } from './PanelResizer';
import { usePanelWidth } from './usePanelWidth';
import { useReady } from './useReady';

/** A card: head, stages, fields on the left, history and composer on the right; on a phone one of the two. */
export function CardFrame({
  card,
  kind,
  scope,
  onClose,
  prev,
  next,
  openCard,
  writing,
  onWriting,
}: CardScreenProps & { card: Card; writing: Writing; onWriting: (writing: Writing) => void }) {
  const t = useText(locale);
  const edit = useCardEdit(kind, card);
  const [asked, setAsked] = useState<{ of: HistoryOf; anchor: HTMLElement }>();
  const editing = useMemo(
    () => ({ ...edit, openCard, showHistory: (of: HistoryOf, anchor: HTMLElement) => setAsked({ of, anchor }) }),
    [edit, openCard],
  );
  const [chosen, setChosen] = useState<{ part: 'fields' | 'feed'; at: number }>({ part: 'fields', at: 0 });
  // Whoever asks to write sees where one writes.
  const part = writing.at > chosen.at ? 'feed' : chosen.part;
  const setPart = (next: 'fields' | 'feed') => setChosen({ part: next, at: Date.now() });
  const [answered, setAnswered] = useState<Note>();
  const { width, setWidth } = usePanelWidth();
  useReady(useFields(kind).fields);
  return (
    <CardContext value={editing}>
      <div className="flex h-full min-h-0 flex-col">
        <CardHead onClose={onClose} prev={prev} next={next} isSheet={!!scope} brief={part === 'feed'} />
        {/* On a phone the history needs the height more than the stages do. */}
        {kind === 'deal' && (
          <div className={part === 'feed' ? 'max-desk:hidden' : undefined}>
            <StageStrip />
          </div>
        )}
        <div className="px-2 desk:hidden">
          <Tabs
            label={t('view')}
            value={part}
            onChange={setPart}
            tabs={[
              { value: 'fields', label: t('fieldsTab') },
              { value: 'feed', label: t('feedTab') },
            ]}
          />
        </div>
        <div className="flex min-h-0 flex-1" style={{ '--panel': `${width}px` } as React.CSSProperties}>
          <section
            aria-label={t('panel')}
            className={`min-h-0 w-full shrink-0 overflow-y-auto bg-surface desk:block desk:w-(--panel) ${part === 'fields' ? '' : 'max-desk:hidden'}`}
          >
            <CardPanel />
          </section>
          <PanelResizer width={width} onChange={setWidth} />
          <div className={`flex min-h-0 min-w-0 flex-1 flex-col desk:flex ${part === 'feed' ? '' : 'max-desk:hidden'}`}>
            <Feed
              kind={kind}
              id={card.id}
              canEdit={card.can.edit}
              onReply={(note) => {
                setAnswered(note);
                onWriting({ tab: 'comment', at: Date.now() });
              }}
            />
            <OpenTasks />
            <Composer
              writing={writing}
              onTab={(tab) => {
                setPart('feed');
                onWriting({ tab, at: 0 });
              }}
              answered={answered}
              onAnswered={() => setAnswered(undefined)}
            />
          </div>
        </div>
      </div>
      {edit.conflict && <ConflictDialog />}
      {asked && <FieldHistory of={asked.of} anchor={asked.anchor} onClose={() => setAsked(undefined)} />}
    </CardContext>
  );
}

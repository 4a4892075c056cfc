import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ArrowLeft, ChevronDown, ChevronUp, Ellipsis, X } from 'lucide-react';
import { useCallback, useState } from 'react';
import { cardHref, useCard } from '@/features/cardcore';
import { CardPrint } from '@/features/cardprint';
import { Watchers } from '@/features/cardwatch';
import { formatWhen } from '@/lib/format';
import { text, useText } from '@/lib/i18n';
import { useShortcuts } from '@/lib/keys';
import { IconButton } from '@/ui/IconButton';
import { InlineEdit } from '@/ui/InlineEdit';
import { openMenu } from '@/ui/openMenu';
import { MergeWith } from './dialogs';
import locale from './locale';
import { TagsEdit } from './TagsEdit';

const group = () => text(locale, 'cardKeys');
const preloadMenu = () => import('./cardMenu');

/** The head of a card: its name, number and tags, the way to its neighbours, its menu. */
export function CardHead({
  onClose,
  prev,
  next,
  isSheet,
  brief,
}: {
  onClose: () => void;
  prev?: (() => void) | undefined;
  next?: (() => void) | undefined;
  isSheet: boolean;
  /** Without tags on a phone. */
  brief: boolean;
}) {
  const t = useText(locale);
  const { kind, card, save, faults, locked, showHistory } = useCard();
  const navigate = useNavigate();
  const [merging, setMerging] = useState(false);
  const [printing, setPrinting] = useState(false);
  const printed = useCallback(() => setPrinting(false), []);
  useShortcuts([
    {
      ...(isSheet ? { scope: 'card' } : {}),
      keys: 'mod+p',
      label: () => text(locale, 'print'),
      group,
      run: () => setPrinting(true),
    },
  ]);
  const name = kind === 'contact' ? t('personName') : t('name');
  const queries = useQueryClient();
  async function menu(anchor: HTMLElement) {
    const { cardMenu } = await preloadMenu();
    const go = (href: string) => void navigate({ href });
    const items = cardMenu({
      kind,
      card,
      queries,
      isSheet,
      onClose,
      onGo: go,
      onMerge: () => setMerging(true),
      onHistory: () => showHistory?.({ label: name, property: 'name' }, anchor),
      onPrint: () => setPrinting(true),
    });
    openMenu({ anchor, align: 'end', items });
  }
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-2 border-b border-line bg-surface px-4 py-1.5 max-desk:px-2">
      {!isSheet && (
        <IconButton
          label={t('back')}
          icon={<ArrowLeft aria-hidden="true" size={16} />}
          onClick={onClose}
          className="-ml-1.5"
        />
      )}
      <div className="flex min-w-0 flex-1 items-center gap-2">
        <h1 className="-ml-2 min-w-0 max-w-[520px] text-name font-semibold max-desk:ml-0">
          <InlineEdit
            value={card.name}
            label={name}
            reason={locked}
            invalid={!!faults.name}
            onSave={(name) => name.trim() && save({ name: name.trim() })}
            className="text-name font-semibold"
          />
        </h1>
        <span
          data-tip={`${t(kind)}, ${t('created', { when: formatWhen(card.created_at, { time: true }) })}`}
          className="tabular shrink-0 text-small text-muted"
        >
          {t('number', { id: card.id })}
        </span>
        <div className="hidden min-w-0 desk:block">
          <TagsEdit />
        </div>
      </div>
      <div className="flex shrink-0 items-center">
        <Watchers />
        {(prev || next) && (
          <>
            <IconButton
              label={t('previous')}
              keys="["
              disabled={!prev}
              icon={<ChevronUp aria-hidden="true" size={16} />}
              onClick={prev}
              className="max-desk:hidden"
            />
            <IconButton
              label={t('next')}
              keys="]"
              disabled={!next}
              icon={<ChevronDown aria-hidden="true" size={16} />}
              onClick={next}
              className="max-desk:hidden"
            />
          </>
        )}
        <IconButton
          label={t('more')}
          icon={<Ellipsis aria-hidden="true" size={16} />}
          onPointerEnter={preloadMenu}
          onFocus={preloadMenu}
          onClick={(e) => void menu(e.currentTarget)}
        />
        {isSheet && (
          <IconButton
            label={t('close')}
            keys="escape"
            icon={<X aria-hidden="true" size={16} />}
            onClick={onClose}
            className="-mr-1.5"
          />
        )}
      </div>
      <div className={`w-full desk:hidden ${brief ? 'hidden' : ''}`}>
        <TagsEdit />
      </div>
      {faults.name && (
        <p role="alert" className="w-full px-2 text-small text-bad">
          {faults.name}
        </p>
      )}
      {printing && <CardPrint onDone={printed} />}
      {merging && (
        <MergeWith
          kind={kind}
          id={card.id}
          onClose={() => setMerging(false)}
          onMerged={(into) => into !== card.id && void navigate({ href: cardHref(kind, into) })}
        />
      )}
    </header>
  );
}

import { useNavigate } from '@tanstack/react-router';
import { ArrowLeft, ChevronDown, ChevronUp, Ellipsis, X } from 'lucide-react';
import { useState } from 'react';
import { cardHref, useCard } from '@/features/cardcore';
import { formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { IconButton } from '@/ui/IconButton';
import { InlineEdit } from '@/ui/InlineEdit';
import { openMenu } from '@/ui/openMenu';
import { MergeWith, Watchers } from './dialogs';
import locale from './locale';
import { TagsEdit } from './TagsEdit';
import { useCardMenu } from './useCardMenu';

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
  const { kind, card, save, faults, locked } = useCard();
  const navigate = useNavigate();
  const [merging, setMerging] = useState(false);
  const menu = useCardMenu(onClose, isSheet, () => setMerging(true));
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
            label={kind === 'contact' ? t('personName') : t('name')}
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
          onClick={(e) => openMenu({ anchor: e.currentTarget, align: 'end', items: menu() })}
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

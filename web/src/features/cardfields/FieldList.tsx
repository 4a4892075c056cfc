import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { typeName } from '@/features/fields';
import type { CardKind, Field } from '@/lib/bootstrap';
import { moved, useChange } from '@/lib/change';
import { useText } from '@/lib/i18n';
import { attempt } from '@/ui/attempt';
import { Badge } from '@/ui/Badge';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { IconButton } from '@/ui/IconButton';
import { Input } from '@/ui/Input';
import { openMenu } from '@/ui/openMenu';
import { SortableList } from '@/ui/SortableList';
import { orderFields } from './api';
import locale from './locale';
import { named, wholeOrder, withFields } from './model';
import { TypeIcon } from './TypeIcon';
import { useFieldDeletion } from './useFieldDeletion';

/** So many fields are drawn at a time, and more than this are searched. */
const STEP = 60;
const SEARCHED = 20;

/** The fields of one group in the order the card shows them. Of hundreds the first ones are drawn, and found by name. */
export function FieldList({
  kind,
  fields,
  group,
  onOpen,
  onAdd,
}: {
  kind: CardKind;
  fields: readonly Field[];
  group: number | null;
  onOpen: (id: number) => void;
  onAdd: () => void;
}) {
  const t = useText(locale);
  const change = useChange();
  const remove = useFieldDeletion();
  const [query, setQuery] = useState('');
  const [limit, setLimit] = useState(STEP);
  const mine = fields.filter((f) => (f.group_id ?? null) === group);
  const found = named(mine, query);
  const shown = found.slice(0, limit);

  function order(from: number, to: number) {
    const place = (at: number) => mine.findIndex((f) => f.id === shown[at]?.id);
    const ids = wholeOrder(
      fields,
      moved(mine, place(from), place(to)).map((f) => f.id),
    );
    void attempt(
      change(
        (boot) => withFields(boot, kind, (all) => ids.flatMap((id) => all.find((f) => f.id === id) ?? [])),
        () => orderFields(kind, ids),
      ),
    );
  }

  if (mine.length === 0)
    return (
      <EmptyState
        compact
        title={t('noFields')}
        text={t('noFieldsText')}
        action={<Button onClick={onAdd}>{t('newField')}</Button>}
      />
    );
  return (
    <div className="flex flex-col gap-2">
      {mine.length > SEARCHED && (
        <Input
          type="search"
          aria-label={t('findField')}
          placeholder={t('findField')}
          value={query}
          onChange={(e) => setQuery(e.target.value)}
          className="max-w-[320px]"
        />
      )}
      {found.length === 0 && <p className="text-muted">{t('noSuchField')}</p>}
      <div className={found.length ? 'overflow-hidden rounded-control border border-line bg-surface' : 'hidden'}>
        <SortableList
          label={t('fields')}
          items={shown}
          getKey={(f) => String(f.id)}
          getName={(f) => f.name}
          onMove={order}
          renderItem={(f) => (
            <div className="flex items-center gap-2">
              <button
                type="button"
                onClick={() => onOpen(f.id)}
                className="flex min-h-row min-w-0 flex-1 items-center gap-2.5 rounded-small px-1 text-left hover:text-accent"
              >
                <span className="text-muted">
                  <TypeIcon type={f.type} />
                </span>
                <span className="min-w-0 truncate">{f.name}</span>
                <span className="truncate text-small text-muted max-desk:hidden">
                  {typeName(f.type)}
                  {f.options.length > 0 &&
                    ` · ${t('optionCount', { n: f.options.filter((o) => !o.is_removed).length })}`}
                </span>
                <span className="ml-auto flex gap-1">
                  {f.requirements.length > 0 && <Badge tone="warn">{t('requiredBadge')}</Badge>}
                  {f.settings.unique && <Badge>{t('uniqueBadge')}</Badge>}
                  {f.is_broken && <Badge tone="bad">{t('brokenBadge')}</Badge>}
                  {f.is_api_only && <Badge>API</Badge>}
                </span>
              </button>
              <IconButton
                size="small"
                label={t('more', { name: f.name })}
                icon={<Ellipsis size={16} />}
                onClick={(event) =>
                  openMenu({
                    anchor: event.currentTarget,
                    align: 'end',
                    items: [
                      { id: 'open', label: t('fieldSettings'), onSelect: () => onOpen(f.id) },
                      { kind: 'separator', id: 's' },
                      { id: 'delete', label: t('del'), danger: true, onSelect: () => void remove(f) },
                    ],
                  })
                }
              />
            </div>
          )}
        />
      </div>
      {found.length > limit && (
        <Button className="self-start" onClick={() => setLimit(limit + STEP)}>
          {t('moreFields', { n: found.length - limit })}
        </Button>
      )}
    </div>
  );
}

import { Ellipsis } from 'lucide-react';
import { typeName } from '@/features/fields';
import type { CardKind, Field } from '@/lib/bootstrap';
import { moved, useChange } from '@/lib/change';
import { useText } from '@/lib/i18n';
import { attempt } from '@/ui/attempt';
import { Badge } from '@/ui/Badge';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { IconButton } from '@/ui/IconButton';
import { openMenu } from '@/ui/openMenu';
import { SortableList } from '@/ui/SortableList';
import { orderFields } from './api';
import locale from './locale';
import { wholeOrder, withFields } from './model';
import { TypeIcon } from './TypeIcon';
import { useFieldDeletion } from './useFieldDeletion';

/** The fields of one group in the order the card shows them. */
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
  const mine = fields.filter((f) => (f.group_id ?? null) === group);

  function order(from: number, to: number) {
    const ids = wholeOrder(
      fields,
      moved(mine, from, to).map((f) => f.id),
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
    <div className="overflow-hidden rounded-control border border-line bg-surface">
      <SortableList
        label={t('fields')}
        items={mine}
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
                {f.options.length > 0 && ` · ${t('optionCount', { n: f.options.filter((o) => !o.is_removed).length })}`}
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
  );
}

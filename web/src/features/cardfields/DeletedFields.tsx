import { useQuery, useQueryClient } from '@tanstack/react-query';
import { typeName } from '@/features/fields';
import type { CardKind } from '@/lib/bootstrap';
import { asIs, useChange } from '@/lib/change';
import { formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { attempt } from '@/ui/attempt';
import { Block } from '@/ui/Block';
import { Button } from '@/ui/Button';
import { deletedFields, restoreField } from './api';
import locale from './locale';
import { TypeIcon } from './TypeIcon';

/** What was deleted and can come back with its values. Absent when there is nothing. */
export function DeletedFields({ kind }: { kind: CardKind }) {
  const t = useText(locale);
  const change = useChange();
  const queries = useQueryClient();
  const gone = useQuery(deletedFields(kind)).data ?? [];
  if (gone.length === 0) return null;
  const restore = (id: number, name: string) =>
    attempt(
      change(asIs, () => restoreField(id)).finally(() =>
        queries.invalidateQueries({ queryKey: ['fields', 'deleted'] }),
      ),
      { said: t('fieldRestored', { name }) },
    );
  return (
    <Block title={t('sDeletedFields')} text={t('deletedFieldsText')} at="deleted">
      <ul className="overflow-hidden rounded-control border border-line bg-surface">
        {gone.map((f) => (
          <li key={f.id} className="flex items-center gap-2.5 border-b border-line px-3 py-1 last:border-b-0">
            <span className="text-muted">
              <TypeIcon type={f.type} />
            </span>
            <span className="min-w-0 truncate">{f.name}</span>
            <span className="min-w-0 flex-1 truncate text-small text-muted">
              {typeName(f.type)}
              {f.deleted_at && ` · ${formatWhen(f.deleted_at)}`}
            </span>
            <Button aria-label={`${t('restore')}: ${f.name}`} onClick={() => void restore(f.id, f.name)}>
              {t('restore')}
            </Button>
          </li>
        ))}
      </ul>
    </Block>
  );
}

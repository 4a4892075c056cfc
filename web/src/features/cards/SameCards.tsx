import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { CardLink, useCard } from '@/features/cardcore';
import { api, call } from '@/lib/api';
import type { Field } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import { Button } from '@/ui/Button';
import { MergeDialog } from './dialogs';
import locale from './locale';

/** Who else has the phone or the address that was just written, and the way to make one card of the two. */
export function SameCards({ field, values }: { field: Field; values: readonly unknown[] }) {
  const t = useText(locale);
  const { kind, card } = useCard();
  const mayMerge = can(useSession(), `${kind}.delete`);
  const [merging, setMerging] = useState<number | null>(null);
  const { data: found = [] } = useQuery({
    queryKey: [kind, card.id, 'same', field.id, values],
    queryFn: async ({ signal }) => {
      const or = values.map((value) => ({ field: `cf.${field.id}`, op: 'eq', value: textOf(value) }));
      const filter = JSON.stringify({ and: [{ or }, { field: 'id', op: 'ne', value: card.id }] });
      const query = { filter, limit: 3 };
      return kind === 'company'
        ? (await call(api.GET('/api/v1/companies', { params: { query }, signal }))).items
        : (await call(api.GET('/api/v1/contacts', { params: { query }, signal }))).items;
    },
  });
  if (found.length === 0) return null;
  return (
    <div role="status" className="mb-1 rounded-control bg-warn-soft px-2 py-1.5">
      <p className="text-small font-medium text-warn">{t(field.type === 'phone' ? 'samePhone' : 'sameEmail')}</p>
      {found.map((other) => (
        <div key={other.id} className="flex items-center gap-2">
          <span className="min-w-0 flex-1 truncate">
            <CardLink kind={kind} id={other.id}>
              {other.name}
            </CardLink>
          </span>
          {mayMerge && (
            <Button
              variant="ghost"
              onPointerEnter={() => void MergeDialog.preload()}
              onClick={() => setMerging(other.id)}
            >
              {t('mergeThem')}
            </Button>
          )}
        </div>
      ))}
      {merging !== null && <MergeDialog kind={kind} ids={[card.id, merging]} onClose={() => setMerging(null)} />}
    </div>
  );
}

const textOf = (value: unknown): string =>
  value && typeof value === 'object' && 'value' in value ? String(value.value) : String(value);

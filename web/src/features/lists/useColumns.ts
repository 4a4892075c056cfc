import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, call } from '@/lib/api';
import { type Bootstrap, bootstrap, type CardKind } from '@/lib/bootstrap';
import { text } from '@/lib/i18n';
import { toast } from '@/ui/toast';
import { type ColumnSpec, specOf, specsOf } from './layout';
import locale from './locale';
import { type ColumnId, FIRST_COLUMNS, STANDARD_COLUMNS, shownColumns } from './model';

interface Saved {
  columns?: Partial<Record<CardKind, (ColumnId | ColumnSpec)[]>>;
}

/** The columns a person chose for a kind of list, and how they stand; they follow the person to other devices. */
export function useColumns(kind: CardKind) {
  const queries = useQueryClient();
  const { data: boot } = useSuspenseQuery(bootstrap);
  const saved = boot.me.user.settings as Saved | undefined;
  return useMemo(() => {
    const fields = boot.fields[kind]?.fields ?? [];
    const known = [...STANDARD_COLUMNS[kind], ...fields.map((f) => `cf.${f.id}`)];
    const { standard, codes } = FIRST_COLUMNS[kind];
    const byCode = codes.flatMap((code) => fields.filter((f) => f.code === code).map((f) => `cf.${f.id}`));
    const first = ['name', ...byCode, ...standard.slice(1)];
    async function save(columns: readonly (ColumnId | ColumnSpec)[] | null) {
      const all = { ...saved?.columns, [kind]: columns ?? undefined };
      const settings = { columns: all };
      queries.setQueryData<Bootstrap>(bootstrap.queryKey, (b) =>
        b ? { ...b, me: { ...b.me, user: { ...b.me.user, settings: { ...b.me.user.settings, ...settings } } } } : b,
      );
      await call(api.PATCH('/api/v1/me', { body: { settings } })).catch((error: Error) => {
        toast({ tone: 'bad', text: text(locale, 'columnsRefused'), detail: error.message });
        return queries.invalidateQueries({ queryKey: bootstrap.queryKey });
      });
    }
    const kept = saved?.columns?.[kind];
    const shown = shownColumns(
      kept?.map((c) => specOf(c).name),
      known,
      first,
    );
    const specs = specsOf(shown, kept);
    return { specs, columns: specs.map((c) => c.name), known, save };
  }, [boot, kind, saved, queries]);
}

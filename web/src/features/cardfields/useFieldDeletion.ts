import { useQueryClient } from '@tanstack/react-query';
import type { Field } from '@/lib/bootstrap';
import { usePipelines } from '@/lib/bootstrap';
import { asIs, useChange } from '@/lib/change';
import { useText } from '@/lib/i18n';
import { attempt } from '@/ui/attempt';
import { confirm } from '@/ui/confirm';
import { deleteField, findDependants, restoreField } from './api';
import locale from './locale';
import { withFields } from './model';

/** What uses a field, each in words: "Rule: thank the client". */
export function useDependantWords(): (id: number, option?: number) => Promise<string> {
  const t = useText(locale);
  const pipelines = usePipelines();
  return async (id, option) => {
    const list = await findDependants(id, option).catch(() => []);
    return list
      .map((d) => {
        const name = d.name || (pipelines.find((p) => p.id === d.id)?.name ?? `№ ${d.id}`);
        const word = t(d.kind in KINDS ? KINDS[d.kind as keyof typeof KINDS] : 'depOther');
        return `${word}: ${name}`;
      })
      .join('; ');
  };
}

const KINDS = { rule: 'depRule', view: 'depView', formula: 'depFormula', requirement: 'depRequirement' } as const;

/** Deletes a field after saying what follows; the toast brings it back with its values. */
export function useFieldDeletion(): (field: Field) => Promise<boolean> {
  const t = useText(locale);
  const change = useChange();
  const queries = useQueryClient();
  const words = useDependantWords();
  const refresh = () => queries.invalidateQueries({ queryKey: ['fields', 'deleted'] });
  return async (field) => {
    const used = await words(field.id);
    const yes = await confirm({
      title: t('deleteFieldAsk', { name: field.name }),
      body: used ? `${t('dependants', { list: used })} ${t('deleteFieldText')}` : t('deleteFieldText'),
      action: t('del'),
      danger: true,
    });
    if (!yes) return false;
    const gone = change(
      (boot) => withFields(boot, field.kind, (all) => all.filter((f) => f.id !== field.id)),
      () => deleteField(field.id),
    );
    return attempt(gone.finally(refresh), {
      said: t('fieldDeleted', { name: field.name }),
      undo: () => attempt(change(asIs, () => restoreField(field.id)).finally(refresh)),
    });
  };
}

import { useQueryClient } from '@tanstack/react-query';
import type { Field } from '@/lib/bootstrap';
import { asIs, useChange } from '@/lib/change';
import { useText } from '@/lib/i18n';
import { attempt } from '@/ui/attempt';
import { confirm } from '@/ui/confirm';
import { deleteField, restoreField } from './api';
import locale from './locale';
import { withFields } from './model';

/** Deletes a field after saying what follows; the toast brings it back with its values. */
export function useFieldDeletion(): (field: Field) => Promise<boolean> {
  const t = useText(locale);
  const change = useChange();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: ['fields', 'deleted'] });
  return async (field) => {
    const yes = await confirm({
      title: t('deleteFieldAsk', { name: field.name }),
      body: t('deleteFieldText'),
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

import { useQuery } from '@tanstack/react-query';
import { useText } from '@/lib/i18n';
import { Progress } from '@/ui/Progress';
import { fieldWorks } from './api';
import locale from './locale';

/** Runs over all cards that a change of fields asked for, while they last. */
export function FieldWorks() {
  const t = useText(locale);
  const list = useQuery(fieldWorks).data ?? [];
  return list.map((w) => (
    <Progress
      key={w.id}
      label={t('recomputing', { done: w.done, total: w.total })}
      value={w.total > 0 ? w.done / w.total : 0}
    />
  ));
}

import { Check } from 'lucide-react';
import { useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import locale from './locale';

/** The circle that ticks a task off; `may` says whether this one may be, where that is known. */
export function DoneButton({ name, may: given, onPress }: { name: string; may?: boolean; onPress: () => void }) {
  const t = useText(locale);
  const session = useSession();
  const may = given ?? can(session, 'task.edit');
  return (
    <button
      type="button"
      aria-label={t('complete', { text: name })}
      data-tip={t('completeButton')}
      disabled={!may}
      onClick={onPress}
      className="group/done grid size-tap shrink-0 place-items-center rounded-full disabled:opacity-50"
    >
      <span className="grid size-4 place-items-center rounded-full border border-control text-transparent transition-colors duration-120 group-hover/done:border-ok group-hover/done:text-ok">
        <Check aria-hidden="true" size={11} strokeWidth={3} />
      </span>
    </button>
  );
}

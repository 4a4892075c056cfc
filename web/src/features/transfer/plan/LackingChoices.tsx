import { useText } from '@/lib/i18n';
import { Checkbox } from '@/ui/Checkbox';
import type { Lacking } from '../api';
import locale from '../locale';

const SHOWN = 5;

/** Choices that the cells name and the list lacks: they are added when that is wished, else their rows are reported. */
export function LackingChoices({
  lacking,
  adds,
  mayAdd,
  onAdds,
}: {
  lacking: Lacking;
  adds: boolean;
  mayAdd: boolean;
  onAdds: (adds: boolean) => void;
}) {
  const t = useText(locale);
  const named = lacking.names.slice(0, SHOWN).map((name) => t('quoted', { name }));
  const rest = lacking.total - named.length;
  const list = rest > 0 ? t('andMore', { list: named.join(', '), n: rest }) : named.join(', ');
  return (
    <div className="flex flex-col gap-1 rounded-small bg-sunken px-2 py-1.5 text-small">
      <p data-tip={lacking.names.join('\n')} className="break-words">
        {t('lacks', { list })}{' '}
        <span className="text-muted">{t(lacking.partial ? 'lacksRowsAtLeast' : 'lacksRows', { n: lacking.rows })}</span>
      </p>
      {mayAdd ? (
        <Checkbox checked={adds} label={t('addChoices', { n: lacking.total })} onChange={onAdds} />
      ) : (
        <p className="text-muted">{t('lacksNoRight')}</p>
      )}
    </div>
  );
}

import { useText } from '@/lib/i18n';
import { Checkbox } from '@/ui/Checkbox';
import locale from './locale';
import { ENTITIES, entityOf } from './model';
import { entityName, kindName } from './words';

/** The kinds of events in groups; a group's box takes or drops it whole. */
export function KindPicker({
  known,
  value,
  error,
  onChange,
}: {
  known: readonly string[];
  value: ReadonlySet<string>;
  error: string | undefined;
  onChange: (value: ReadonlySet<string>) => void;
}) {
  const t = useText(locale);
  function put(kinds: readonly string[], on: boolean) {
    const next = new Set(value);
    for (const k of kinds) {
      if (on) next.add(k);
      else next.delete(k);
    }
    onChange(next);
  }
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-small font-medium text-muted">{t('events')}</legend>
      {ENTITIES.map((entity) => {
        const mine = known.filter((k) => entityOf(k) === entity);
        const held = mine.filter((k) => value.has(k));
        return (
          <details
            key={entity}
            open={held.length > 0 && held.length < mine.length}
            className="rounded-control border border-line"
          >
            <summary className="flex items-center gap-2 px-3 py-1.5 [&::-webkit-details-marker]:hidden">
              <Checkbox
                aria-label={t('wholeGroup', { name: entityName(entity) })}
                checked={held.length === mine.length && mine.length > 0}
                mixed={held.length > 0 && held.length < mine.length}
                onChange={(on) => put(mine, on)}
              />
              <span className="font-medium">{entityName(entity)}</span>
              <span className="tabular ml-auto text-small text-muted">
                {t('ofAll', { n: held.length, all: mine.length })}
              </span>
            </summary>
            <div className="flex flex-col px-3 pb-2">
              {mine.map((k) => (
                <Checkbox key={k} label={kindName(k)} checked={value.has(k)} onChange={(on) => put([k], on)} />
              ))}
            </div>
          </details>
        );
      })}
      <p className="text-small text-muted">{value.size === 0 ? t('onlyRulesHint') : t('eventsHint')}</p>
      {error && (
        <p role="alert" className="text-small text-bad">
          {error}
        </p>
      )}
    </fieldset>
  );
}

import { Dialog as Base } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useText } from '@/lib/i18n';
import { cx } from '@/ui/cx';
import { Keys } from '@/ui/Keys';
import { LayerScope } from '@/ui/LayerScope';
import { Spinner } from '@/ui/Spinner';
import locale from './moreLocale';
import { usePaletteGroups } from './paletteSearch';

/** Ctrl K: records, commands of the page, sections. Arrows choose, Enter runs, Esc closes. */
export function PaletteDialog({ typed: first, onClose }: { typed: string; onClose: () => void }) {
  const t = useText(locale);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState(first);
  const [at, setAt] = useState(0);
  const { groups, state, run } = usePaletteGroups(typed, onClose);
  const rows = groups.flatMap((g) => g.items);
  const chosen = Math.min(at, rows.length - 1);

  useEffect(() => {
    list.current?.querySelector(`[data-row="${chosen}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);

  function key(event: KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step && rows.length > 0) {
      event.preventDefault();
      setAt((chosen + step + rows.length) % rows.length);
    }
    const row = rows[chosen];
    if (event.key === 'Enter' && row && !event.nativeEvent.isComposing) {
      event.preventDefault();
      run(row);
    }
  }

  let n = -1;
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-50 bg-scrim" />
        <Base.Popup className="fixed inset-x-0 top-0 z-50 mx-auto flex max-h-[100dvh] w-full flex-col overflow-hidden border-line bg-raised text-fg shadow-float outline-none desk:top-[12vh] desk:max-h-[62vh] desk:w-[620px] desk:rounded-sheet desk:border">
          <LayerScope name="palette" />
          <Base.Title className="sr-only">{t('palette')}</Base.Title>
          <div className="flex items-center gap-2.5 border-b border-line px-4">
            <Search aria-hidden="true" size={16} className="text-muted" />
            <input
              id="pal"
              role="combobox"
              aria-expanded="true"
              aria-controls={`${id}-list`}
              aria-activedescendant={rows[chosen] ? `${id}-${chosen}` : undefined}
              aria-label={t('palette')}
              autoComplete="off"
              spellCheck={false}
              placeholder={t('palettePlaceholder')}
              value={typed}
              onChange={(event) => {
                setTyped(event.target.value);
                setAt(0);
              }}
              onKeyDown={key}
              className="h-12 min-w-0 flex-1 bg-transparent text-title outline-none"
            />
            {state === 'busy' && <Spinner />}
          </div>
          <div
            ref={list}
            id={`${id}-list`}
            role="listbox"
            aria-label={t('palette')}
            className="min-h-0 flex-1 overflow-y-auto p-1.5"
          >
            {groups.map((group, g) => (
              // biome-ignore lint/a11y/useSemanticElements: a listbox has no native groups
              <div key={group.label} role="group" aria-labelledby={`${id}-g${g}`}>
                <div id={`${id}-g${g}`} className="caps px-2.5 pt-2 pb-1">
                  {group.label}
                </div>
                {group.items.map((row) => {
                  n += 1;
                  const mine = n;
                  return (
                    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and takes the keys
                    <div
                      key={row.id}
                      id={`${id}-${mine}`}
                      data-row={mine}
                      role="option"
                      tabIndex={-1}
                      aria-selected={mine === chosen}
                      onPointerMove={() => setAt(mine)}
                      onClick={() => run(row)}
                      className={cx(
                        'flex min-h-[34px] items-center gap-2.5 rounded-control px-2.5 select-none max-desk:min-h-[44px]',
                        mine === chosen && 'bg-selected',
                      )}
                    >
                      <span aria-hidden="true" className="grid size-4 shrink-0 place-items-center text-muted">
                        {row.icon}
                      </span>
                      <span className="min-w-0 truncate">{row.label}</span>
                      {row.hint && <span className="min-w-0 flex-1 truncate text-muted">{row.hint}</span>}
                      {row.keys && (
                        <span className="ml-auto">
                          <Keys keys={row.keys} />
                        </span>
                      )}
                    </div>
                  );
                })}
              </div>
            ))}
          </div>
          {rows.length === 0 && state === 'idle' && <p className="px-4 pb-4 text-muted">{t('paletteEmpty')}</p>}
          {state === 'failed' && <p className="px-4 pb-3 text-bad">{t('paletteFailed')}</p>}
          <div className="flex items-center justify-between border-t border-line px-4 py-2 text-small whitespace-pre text-muted max-desk:hidden">
            {t('paletteHint')}
            <span role="status" className="sr-only">
              {t('results', { n: rows.length })}
            </span>
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

import { Combobox as Base } from '@base-ui/react/combobox';
import { Check, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '@/lib/i18n';
import locale from './choiceLocale';
import type { Option } from './option';

/** The list that opens under a Combobox or MultiSelect. */
export function OptionList<T extends Option>({
  state,
  empty,
  hint,
  createValue,
  renderOption,
}: {
  state: 'idle' | 'busy' | 'failed';
  empty: boolean;
  /** What an empty list says. */
  hint: string;
  createValue: string;
  renderOption?: ((option: T) => ReactNode) | undefined;
}) {
  const t = useText(locale);
  const status = state === 'failed' ? t('searchFailed') : state === 'busy' ? t('searching') : hint;
  return (
    <Base.Portal>
      <Base.Positioner sideOffset={4} align="start" className="z-50 outline-none">
        <Base.Popup className="float max-h-[min(var(--available-height),320px)] w-max max-w-[min(var(--available-width),440px)] min-w-(--anchor-width) overflow-y-auto p-1">
          <Base.Status className="sr-only">{empty || state !== 'idle' ? status : ''}</Base.Status>
          {empty && (
            <div aria-hidden="true" className="px-2 py-1.5 text-muted">
              {status}
            </div>
          )}
          <Base.List>
            {(o: T) => (
              <Base.Item key={o.value} value={o} disabled={o.disabled ?? false} className="item">
                {o.value === createValue ? <Plus aria-hidden="true" size={14} className="text-muted" /> : o.icon}
                <span className="min-w-0 flex-1">
                  {renderOption && o.value !== createValue ? (
                    renderOption(o)
                  ) : (
                    <>
                      {o.label}
                      {o.hint && <span className="block text-small text-muted">{o.hint}</span>}
                    </>
                  )}
                </span>
                <Base.ItemIndicator className="text-accent">
                  <Check aria-hidden="true" size={14} />
                </Base.ItemIndicator>
              </Base.Item>
            )}
          </Base.List>
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}

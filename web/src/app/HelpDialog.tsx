import { text, useText } from '@/lib/i18n';
import { listShortcuts, type Shortcut } from '@/lib/keys';
import { Dialog } from '@/ui/Dialog';
import { Keys } from '@/ui/Keys';
import locale from './moreLocale';

/** The shortcuts of the frame and of the open page, by group. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  const t = useText(locale);
  const groups = new Map<string, Shortcut[]>();
  for (const s of listShortcuts()) groups.set(heading(s), [...(groups.get(heading(s)) ?? []), s]);
  return (
    <Dialog open onClose={onClose} title={t('shortcuts')} description={t('helpNote')} size="large" scope="help">
      <div className="columns-1 gap-8 desk:columns-2">
        {[...groups].map(([group, list]) => (
          <section key={group} className="mb-4 break-inside-avoid">
            <h3 className="caps mb-1">{group}</h3>
            <dl>
              {list.map((s) => (
                <div key={s.keys} className="flex min-h-[30px] items-center gap-3 border-b border-line last:border-0">
                  <dt className="min-w-0 flex-1">{s.label?.()}</dt>
                  <dd>
                    <Keys keys={s.keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function heading(s: Shortcut): string {
  return s.group?.() ?? text(locale, 'groupGeneral');
}

import { text, useText } from '@/lib/i18n';
import { Switch } from '@/ui/Switch';
import type { NoticeSettings } from './api';
import locale from './locale';

type Kind = NoticeSettings['kinds'][number];
const WAYS = ['app', 'push', 'mail'] as const;
const HEADS = { app: 'colApp', push: 'colPush', mail: 'colMail' } as const;

const say = text as unknown as (from: typeof locale, key: string) => string;

/** Kinds of notices by the ways they reach me. */
export function KindTable({ settings, onChange }: { settings: NoticeSettings; onChange: (kind: Kind) => void }) {
  const t = useText(locale);
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-collapse">
        <thead>
          <tr className="border-b border-line">
            <th scope="col" className="caps py-1.5 text-left">
              {t('colKind')}
            </th>
            {WAYS.map((way) => (
              <th key={way} scope="col" className="caps w-[84px] px-1 py-1.5 text-center max-desk:w-[64px]">
                {t(HEADS[way])}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {settings.kinds.map((kind) => {
            const name = say(locale, `kind_${kind.kind}`);
            return (
              <tr key={kind.kind} className="border-b border-line">
                <th scope="row" className="py-1 pr-2 text-left font-normal">
                  {name}
                </th>
                {WAYS.map((way) => (
                  <td key={way} className="text-center">
                    <Switch
                      aria-label={t('kindBy', { kind: name, way: t(HEADS[way]) })}
                      checked={kind[way]}
                      disabled={way === 'mail' && !settings.has_mail}
                      onChange={(on) => onChange({ ...kind, [way]: on })}
                    />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

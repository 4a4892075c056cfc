import { HardDrive, ShieldAlert, ShieldCheck, ShieldOff } from 'lucide-react';
import { formatSize } from '@/features/files';
import { useText } from '@/lib/i18n';
import { Block } from '@/ui/Block';
import { Progress } from '@/ui/Progress';
import type { Space } from './api';
import locale from './locale';
import { fullness } from './model';

const SCANNER = {
  ok: { Icon: ShieldCheck, tone: 'text-ok', name: 'scannerOk', text: 'scannerOkText' },
  away: { Icon: ShieldAlert, tone: 'text-bad', name: 'scannerAway', text: 'scannerAwayText' },
  off: { Icon: ShieldOff, tone: 'text-muted', name: 'scannerOff', text: 'scannerOffText' },
} as const;

/** How full the space of the account is, where the files are, and whether somebody looks for viruses. */
export function SpaceUsed({ space }: { space: Space }) {
  const t = useText(locale);
  const limit = space.limits.max_space;
  const full = fullness(space.total.bytes, limit);
  const used = formatSize(space.total.bytes);
  const near = full !== undefined && full > 0.9;
  const scanner = SCANNER[space.scanner ?? 'off'];
  return (
    <Block at="space" className="max-w-[640px]">
      <p className="tabular text-name font-semibold">
        {limit > 0 ? t('used', { used, limit: formatSize(limit) }) : t('usedFree', { used })}
      </p>
      {full !== undefined && <Progress label={t('usedBar')} value={full} tone={near ? 'bad' : 'fill'} />}
      <p className={near ? 'text-bad' : 'text-muted'}>
        {near ? t('nearlyFull') : t('counted', { n: space.total.versions })}
      </p>
      <div className="mt-2 grid gap-4 desk:grid-cols-2">
        <div className="flex gap-3">
          <HardDrive aria-hidden="true" size={18} className="mt-0.5 shrink-0 text-muted" />
          <div className="min-w-0">
            <p className="text-small text-muted">{t('where')}</p>
            <p data-tip={t('whereHint')} className="font-medium">
              {t(space.store)}
            </p>
            {space.place && <p className="break-all text-small text-muted">{space.place}</p>}
          </div>
        </div>
        <div data-at="scanner" className="flex gap-3">
          <scanner.Icon aria-hidden="true" size={18} className={`mt-0.5 shrink-0 ${scanner.tone}`} />
          <div className="min-w-0">
            <p className="text-small text-muted">{t('scanner')}</p>
            <p className="font-medium">{t(scanner.name)}</p>
            <p className="text-small text-muted">{t(scanner.text)}</p>
          </div>
        </div>
      </div>
    </Block>
  );
}

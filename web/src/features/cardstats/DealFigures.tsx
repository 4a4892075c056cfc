import { Block } from '@/features/cardcore';
import { formatMoney } from '@/lib/format';
import { useText } from '@/lib/i18n';
import type { Figures } from './api';
import { Bars } from './Bars';
import { Figure } from './Figure';
import locale from './locale';
import { shares } from './model';

const HUES = { open: 9, won: 5, lost: 1 } as const;

/** The deals of a person or company by how they stand. */
export function DealFigures({ sums }: { sums: NonNullable<Figures['deals']> }) {
  const t = useText(locale);
  const parts = (['open', 'won', 'lost'] as const).map((key) => ({ key, ...sums[key] }));
  const widths = shares(parts.map((p) => p.sum));
  return (
    <Block title={t('deals')}>
      {parts.every((p) => p.count === 0) ? (
        <p className="text-muted">{t('noDeals')}</p>
      ) : (
        <>
          <Bars
            label={t('deals')}
            bars={parts.map((p, i) => ({
              key: p.key,
              label: t(p.key),
              note: t('dealCount', { n: p.count }),
              value: formatMoney(p.sum),
              share: widths[i] ?? 0,
              hue: HUES[p.key],
            }))}
          />
          {sums.won.count > 0 && (
            <dl className="mt-2">
              <Figure label={t('average')} value={formatMoney(Math.round(sums.won.sum / sums.won.count))} />
            </dl>
          )}
          {sums.is_capped && <p className="mt-1 text-small text-muted">{t('capped')}</p>}
        </>
      )}
    </Block>
  );
}

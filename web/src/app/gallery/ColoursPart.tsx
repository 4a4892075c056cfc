import { useText } from '@/lib/i18n';
import { HUES, hueVar } from '@/ui/hues';
import locale from './locale';
import { Part } from './Part';

const SURFACES = ['bg', 'surface', 'raised', 'sunken', 'hover', 'selected'] as const;
const TEXTS = ['fg', 'muted', 'accent', 'ok', 'warn', 'bad'] as const;

export function ColoursPart() {
  const t = useText(locale);
  return (
    <Part title={t('colours')} wide>
      <div className="grid grid-cols-2 gap-2 desk:grid-cols-6">
        {SURFACES.map((s) => (
          <div key={s} style={{ background: `var(--${s})` }} className="rounded-control border border-line p-2">
            <div className="font-medium">{s}</div>
            {TEXTS.map((c) => (
              <div key={c} style={{ color: `var(--${c})` }} className="text-small">
                {c}
              </div>
            ))}
          </div>
        ))}
      </div>
      <div className="flex gap-0.5">
        {HUES.map((hue) => (
          <div key={hue} className="min-w-0 flex-1">
            <div style={{ background: hueVar(hue) }} className="h-0.5" />
            <div className="tabular pt-1 text-small text-muted">{hue}</div>
          </div>
        ))}
      </div>
      <div className="flex flex-col gap-1">
        <div className="tabular text-big font-semibold">1 250 000 ₽</div>
        <div className="text-name font-semibold">{t('cardName')}</div>
        <div className="text-title font-semibold">{t('pageTitle')}</div>
        <div>{t('body')}</div>
        <div className="text-small text-muted">{t('secondary')}</div>
        <div className="caps">{t('caps')}</div>
        <a href="/ui" className="w-fit text-accent underline-offset-2 hover:underline">
          {t('link')}
        </a>
      </div>
    </Part>
  );
}

import { setLang, useLang, useText } from '@/lib/i18n';
import { setDensity, setTheme, useDensity, useShownTheme } from '@/lib/theme';
import { PageHeader } from '@/ui/PageHeader';
import { SegmentedControl } from '@/ui/SegmentedControl';
import { ButtonsPart } from './ButtonsPart';
import { ChoicePart } from './ChoicePart';
import { ColoursPart } from './ColoursPart';
import { DataPart } from './DataPart';
import { InputsPart } from './InputsPart';
import { LayersPart } from './LayersPart';
import locale from './locale';
import { MarksPart } from './MarksPart';
import { StatesPart } from './StatesPart';

/** Every part of `ui/` in its states, for looking at and for the accessibility check. */
export function GalleryPage() {
  const t = useText(locale);
  const lang = useLang();
  const theme = useShownTheme();
  const density = useDensity();
  return (
    <div className="flex h-full flex-col">
      <PageHeader title={t('title')} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="flex flex-wrap gap-2 px-4 pt-4">
          <SegmentedControl
            label={t('theme')}
            value={theme}
            onChange={setTheme}
            segments={[
              { value: 'light', label: t('light') },
              { value: 'dark', label: t('dark') },
            ]}
          />
          <SegmentedControl
            label={t('language')}
            value={lang}
            onChange={setLang}
            segments={[
              { value: 'ru', label: 'Русский' },
              { value: 'en', label: 'English' },
            ]}
          />
          <SegmentedControl
            label={t('density')}
            value={density}
            onChange={setDensity}
            segments={[
              { value: 'compact', label: t('compact') },
              { value: 'comfortable', label: t('comfortable') },
            ]}
          />
        </div>
        <div className="grid max-w-[1280px] grid-cols-1 gap-x-10 gap-y-8 p-4 pb-24 wide:grid-cols-2">
          <ButtonsPart />
          <MarksPart />
          <InputsPart />
          <ChoicePart />
          <LayersPart />
          <StatesPart />
          <DataPart />
          <ColoursPart />
        </div>
      </div>
    </div>
  );
}

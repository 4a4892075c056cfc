import { setLang, useLang, useText } from '@/lib/i18n';
import { SegmentedControl } from '@/ui/SegmentedControl';
import locale from './locale';

/** The language of a page that has no user yet. */
export function LanguageSwitch() {
  const t = useText(locale);
  const lang = useLang();
  return (
    <div className="mt-5 flex justify-center border-t pt-4">
      <SegmentedControl
        label={t('language')}
        value={lang}
        onChange={setLang}
        segments={[
          { value: 'ru', label: 'Русский' },
          { value: 'en', label: 'English' },
        ]}
      />
    </div>
  );
}

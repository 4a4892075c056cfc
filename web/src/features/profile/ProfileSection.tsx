import { useState } from 'react';
import { useMe } from '@/lib/bootstrap';
import { useChange } from '@/lib/change';
import { setLang, useLang, useText } from '@/lib/i18n';
import { lettersEnabled, setLetters } from '@/lib/keys';
import { can, useSession } from '@/lib/session';
import { setDensity, setTheme, useDensity, useTheme } from '@/lib/theme';
import { attempt } from '@/ui/attempt';
import { Block } from '@/ui/Block';
import { Field } from '@/ui/Field';
import { InlineEdit } from '@/ui/InlineEdit';
import { SegmentedControl } from '@/ui/SegmentedControl';
import { Switch } from '@/ui/Switch';
import { updateMe } from './api';
import { InstallBlock } from './InstallBlock';
import locale from './locale';

/** Who I am and how the product looks to me. */
export function ProfileSection() {
  const t = useText(locale);
  const me = useMe();
  const lang = useLang();
  const theme = useTheme();
  const density = useDensity();
  const change = useChange();
  const admin = can(useSession(), 'admin');
  const [letters, setOn] = useState(lettersEnabled());

  const rename = (name: string) =>
    change(
      (boot) => ({ ...boot, me: { ...boot.me, user: { ...boot.me.user, name } } }),
      () => updateMe({ name }),
    );
  function speak(language: 'ru' | 'en') {
    const was = lang;
    setLang(language);
    const sent = change(
      (boot) => ({ ...boot, me: { ...boot.me, user: { ...boot.me.user, language } } }),
      () => updateMe({ language }),
    );
    void attempt(sent).then((ok) => !ok && setLang(was));
  }

  return (
    <>
      <Block className="max-w-[560px]">
        <div data-at="name">
          <Field label={t('name')} hint={admin ? `${me.email} · ${t('administrator')}` : me.email}>
            <InlineEdit
              value={me.name}
              label={t('name')}
              className="border-line! bg-surface"
              onSave={(name) =>
                name.trim() &&
                void attempt(rename(name.trim()), {
                  said: t('nameChanged'),
                  undo: () => attempt(rename(me.name)),
                })
              }
            />
          </Field>
        </div>
        <div data-at="language">
          <Field label={t('language')}>
            <SegmentedControl
              className="self-start"
              label={t('language')}
              value={lang}
              onChange={speak}
              segments={[
                { value: 'ru', label: 'Русский' },
                { value: 'en', label: 'English' },
              ]}
            />
          </Field>
        </div>
      </Block>
      <Block title={t('looks')} text={t('looksText')}>
        <div data-at="theme">
          <Field label={t('theme')}>
            <SegmentedControl
              className="self-start"
              label={t('theme')}
              value={theme}
              onChange={setTheme}
              segments={[
                { value: 'system', label: t('themeSystem') },
                { value: 'light', label: t('themeLight') },
                { value: 'dark', label: t('themeDark') },
              ]}
            />
          </Field>
        </div>
        <Field label={t('density')}>
          <SegmentedControl
            className="self-start"
            label={t('density')}
            value={density}
            onChange={setDensity}
            segments={[
              { value: 'compact', label: t('compact') },
              { value: 'comfortable', label: t('comfortable') },
            ]}
          />
        </Field>
        <div data-at="letters">
          <Switch
            label={t('letters')}
            hint={t('lettersText')}
            checked={letters}
            onChange={(on) => {
              setLetters(on);
              setOn(on);
            }}
          />
        </div>
      </Block>
      <InstallBlock />
    </>
  );
}

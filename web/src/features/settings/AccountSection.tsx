import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { type Bootstrap, bootstrap, useAccount } from '@/lib/bootstrap';
import { useChange } from '@/lib/change';
import { text, useText } from '@/lib/i18n';
import { can, sessionOf, setSession, useSession } from '@/lib/session';
import { attempt } from '@/ui/attempt';
import { Block } from '@/ui/Block';
import { Field } from '@/ui/Field';
import { InlineEdit } from '@/ui/InlineEdit';
import { SegmentedControl } from '@/ui/SegmentedControl';
import { AccountBasics } from './AccountBasics';
import { updateAccount } from './api';
import locale from './locale';

type Account = Bootstrap['me']['account'];

/** The account itself: what is harmless is saved at once, what every card feels has a button. */
export function AccountSection() {
  const t = useText(locale);
  const account = useAccount();
  const change = useChange();
  const queries = useQueryClient();
  const admin = can(useSession(), 'admin');
  const reason = admin ? undefined : t('adminOnly');

  // The frame formats money and days by the session, which was taken when the tab was opened.
  useEffect(
    () =>
      queries.getQueryCache().subscribe(({ type, query }) => {
        if (type !== 'updated' || query.queryKey[0] !== bootstrap.queryKey[0]) return;
        const boot = query.state.data as Bootstrap | undefined;
        if (boot) setSession(sessionOf(boot.me));
      }),
    [queries],
  );

  const put = (patch: Partial<Account>) =>
    change(
      (boot) => ({ ...boot, me: { ...boot.me, account: { ...boot.me.account, ...patch } } }),
      () => updateAccount(patch),
    );
  const save = (patch: Partial<Account>, back: Partial<Account>, said: 'nameChanged' | 'languageChanged') =>
    attempt(put(patch), { said: text(locale, said), undo: () => attempt(put(back)) });

  return (
    <>
      <Block className="max-w-[560px]">
        <div data-at="company">
          <Field label={t('companyName')}>
            <InlineEdit
              value={account.name}
              label={t('companyName')}
              reason={reason}
              className="border-line! bg-surface"
              onSave={(name) => name.trim() && save({ name: name.trim() }, { name: account.name }, 'nameChanged')}
            />
          </Field>
        </div>
        <div data-at="account-language">
          <Field label={t('accountLanguage')} hint={t('accountLanguageHint')}>
            <SegmentedControl
              className={admin ? 'self-start' : 'pointer-events-none self-start opacity-60'}
              label={t('accountLanguage')}
              value={account.language as 'ru' | 'en'}
              onChange={(language) => admin && save({ language }, { language: account.language }, 'languageChanged')}
              segments={[
                { value: 'ru', label: 'Русский' },
                { value: 'en', label: 'English' },
              ]}
            />
          </Field>
        </div>
      </Block>
      <AccountBasics account={account} onSave={put} reason={reason} />
    </>
  );
}

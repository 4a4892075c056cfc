import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ApiError } from '@/lib/api';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { Field } from '@/ui/Field';
import { acceptInvitation, invitation, useEnter } from './api';
import { Gate } from './Gate';
import { LanguageSwitch } from './LanguageSwitch';
import locale from './locale';
import { PasswordInput } from './PasswordInput';

const route = getRouteApi('/invite/$token');

/** Where the link of an invitation leads: choose a password, and one is inside. */
export function InvitePage() {
  const t = useText(locale);
  const { token } = route.useParams();
  const router = useRouter();
  const enter = useEnter();
  const [password, setPassword] = useState('');
  const found = useQuery(invitation(token));
  const join = useMutation({
    mutationFn: () => acceptInvitation(token, password),
    onSuccess: (who) => {
      enter(who);
      router.history.replace('/deals');
    },
  });
  if (found.isPending) return null;
  if (found.isError) {
    return (
      <Gate title={t('inviteGone')}>
        <EmptyState title={t('inviteGoneText')} />
      </Gate>
    );
  }
  const { company, email, has_password: known } = found.data;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    join.mutate();
  };
  const fault = join.error instanceof ApiError ? join.error : null;
  return (
    <Gate title={t('inviteTitle', { account: company })} lead={known ? t('inviteKnown') : t('inviteText', { email })}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <input type="hidden" name="email" autoComplete="username" value={email} readOnly />
        <Field label={t('password')} hint={known ? undefined : t('passwordHint')} error={fault?.message}>
          <PasswordInput
            autoFocus
            name="password"
            autoComplete={known ? 'current-password' : 'new-password'}
            value={password}
            onChange={(e) => setPassword(e.target.value)}
          />
        </Field>
        <Button type="submit" size="form" variant="primary" loading={join.isPending}>
          {t('inviteButton')}
        </Button>
      </form>
      <LanguageSwitch />
    </Gate>
  );
}

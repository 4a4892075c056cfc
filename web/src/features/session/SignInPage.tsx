import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ApiError } from '@/lib/api';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { resetReady, signIn, useEnter } from './api';
import { Gate } from './Gate';
import { LanguageSwitch } from './LanguageSwitch';
import locale from './locale';
import { PasswordInput } from './PasswordInput';

const route = getRouteApi('/sign-in');

interface Choice {
  subdomain: string;
  name: string;
}

/** Sign-in by password. A person of several accounts is asked which one. */
export function SignInPage() {
  const t = useText(locale);
  const router = useRouter();
  const enter = useEnter();
  const { to } = route.useSearch();
  const { data: canReset } = useQuery(resetReady);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const attempt = useMutation({
    mutationFn: (account?: string) => signIn(email, password, account),
    onSuccess: (who) => {
      enter(who);
      router.history.replace(to ?? '/deals');
    },
  });
  const fault = attempt.error instanceof ApiError ? attempt.error : null;
  const choices = fault?.reason === 'choose_account' ? (fault.data as Choice[]) : null;

  if (choices) {
    return (
      <Gate title={t('chooseAccount')} lead={t('chooseAccountText')}>
        <div className="flex flex-col gap-2">
          {choices.map((c) => (
            <Button
              key={c.subdomain}
              size="form"
              loading={attempt.isPending}
              onClick={() => attempt.mutate(c.subdomain)}
            >
              {c.name}
            </Button>
          ))}
          <Button variant="ghost" size="form" onClick={() => attempt.reset()}>
            {t('back')}
          </Button>
        </div>
      </Gate>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    attempt.mutate(undefined);
  };
  return (
    <Gate title={t('signIn')}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label={t('email')}>
          <Input
            type="email"
            name="email"
            autoComplete="username"
            autoFocus
            required
            value={email}
            onChange={(e) => setEmail(e.target.value)}
          />
        </Field>
        <Field label={t('password')} error={fault?.message}>
          <PasswordInput
            name="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(e) => setPassword(e.target.value)}
          />
        </Field>
        <Button type="submit" variant="primary" size="form" loading={attempt.isPending}>
          {t('signInButton')}
        </Button>
      </form>
      {canReset && (
        <Link to="/forgot" className="mt-3 inline-flex min-h-tap items-center">
          {t('forgot')}
        </Link>
      )}
      <LanguageSwitch />
    </Gate>
  );
}

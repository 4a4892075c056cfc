import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ApiError } from '@/lib/api';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { toast } from '@/ui/toast';
import { resetPassword, resetWord } from './api';
import { Gate } from './Gate';
import { LanguageSwitch } from './LanguageSwitch';
import locale from './locale';
import { PasswordInput } from './PasswordInput';

const route = getRouteApi('/reset/$token');

/** Where the link of the letter leads: a new password, then sign-in. */
export function ResetPage() {
  const t = useText(locale);
  const { token } = route.useParams();
  const router = useRouter();
  const [password, setPassword] = useState('');
  const found = useQuery(resetWord(token));
  const reset = useMutation({
    mutationFn: () => resetPassword(token, password),
    onSuccess: () => {
      toast({ text: t('passwordChanged'), tone: 'ok' });
      router.history.replace('/sign-in');
    },
  });
  if (found.isPending) return null;
  if (found.isError) {
    return (
      <Gate title={t('resetGone')} lead={t('resetGoneText')}>
        <Link to="/forgot" className="inline-flex min-h-tap items-center">
          {t('askAgain')}
        </Link>
      </Gate>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    reset.mutate();
  };
  const fault = reset.error instanceof ApiError ? reset.error : null;
  return (
    <Gate title={t('resetTitle')} lead={t('resetText', { email: found.data.email })}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <input type="hidden" name="email" autoComplete="username" value={found.data.email} readOnly />
        <Field label={t('newPassword')} hint={t('passwordHint')} error={fault?.field('password') ?? fault?.message}>
          <PasswordInput
            autoFocus
            name="password"
            autoComplete="new-password"
            required
            value={password}
            onChange={(e) => setPassword(e.target.value)}
          />
        </Field>
        <Button type="submit" size="form" variant="primary" loading={reset.isPending}>
          {t('resetButton')}
        </Button>
      </form>
      <LanguageSwitch />
    </Gate>
  );
}

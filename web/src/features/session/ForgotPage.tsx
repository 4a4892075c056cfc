import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ApiError } from '@/lib/api';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { askReset } from './api';
import { Gate } from './Gate';
import { LanguageSwitch } from './LanguageSwitch';
import locale from './locale';

/** Asks for a letter with a link. The answer is the same whether the address is known or not. */
export function ForgotPage() {
  const t = useText(locale);
  const [email, setEmail] = useState('');
  const ask = useMutation({ mutationFn: () => askReset(email) });
  const fault = ask.error instanceof ApiError ? ask.error : null;
  const back = (
    <Link to="/sign-in" className="mt-3 inline-flex min-h-tap items-center">
      {t('toSignIn')}
    </Link>
  );
  if (ask.isSuccess) {
    return (
      <Gate title={t('letterSent')} lead={t('letterSentText', { email })}>
        {back}
      </Gate>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate();
  };
  return (
    <Gate title={t('forgotTitle')} lead={t('forgotText')}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label={t('email')} error={fault?.field('email') ?? fault?.message}>
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
        <Button type="submit" variant="primary" size="form" loading={ask.isPending}>
          {t('sendLetter')}
        </Button>
      </form>
      {back}
      <LanguageSwitch />
    </Gate>
  );
}

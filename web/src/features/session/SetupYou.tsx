import { useText } from '@/lib/i18n';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';
import locale from './locale';
import { PasswordInput } from './PasswordInput';
import type { StepProps } from './SetupCompany';

/** The first administrator. */
export function SetupYou({ draft, change, error }: StepProps) {
  const t = useText(locale);
  return (
    <>
      <p className="text-muted">{t('adminHint')}</p>
      <Field label={t('yourName')} error={error('name')} required>
        <Input
          autoFocus
          name="name"
          autoComplete="name"
          maxLength={100}
          value={draft.name}
          onChange={(e) => change({ name: e.target.value })}
        />
      </Field>
      <Field label={t('email')} error={error('email')} required>
        <Input
          type="email"
          name="email"
          autoComplete="username"
          value={draft.email}
          onChange={(e) => change({ email: e.target.value })}
        />
      </Field>
      <Field label={t('password')} hint={t('passwordHint')} error={error('password')} required>
        <PasswordInput
          name="password"
          autoComplete="new-password"
          value={draft.password}
          onChange={(e) => change({ password: e.target.value })}
        />
      </Field>
    </>
  );
}

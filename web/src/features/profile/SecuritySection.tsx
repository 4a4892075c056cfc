import { PasswordForm } from './PasswordForm';
import { SessionList } from './SessionList';
import { TokenList } from './TokenList';

/** How I sign in: password, browsers, tokens of programs. */
export function SecuritySection() {
  return (
    <>
      <PasswordForm />
      <SessionList />
      <TokenList />
    </>
  );
}

import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useText } from '@/lib/i18n';
import { IconButton } from '@/ui/IconButton';
import { Input, type InputProps } from '@/ui/Input';
import locale from './locale';

/** A password one can look at. Password managers know it by its autocomplete word. */
export function PasswordInput(props: InputProps) {
  const t = useText(locale);
  const [shown, setShown] = useState(false);
  return (
    <Input
      {...props}
      type={shown ? 'text' : 'password'}
      after={
        <IconButton
          icon={shown ? <EyeOff size={16} /> : <Eye size={16} />}
          label={t(shown ? 'hidePassword' : 'showPassword')}
          onClick={() => setShown(!shown)}
        />
      }
    />
  );
}

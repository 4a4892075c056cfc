import { EMAIL_KINDS, type FieldInputProps } from '../model';
import { ReachInput } from '../ReachInput';

export function EmailInput(props: FieldInputProps) {
  return <ReachInput {...props} kinds={EMAIL_KINDS} type="email" />;
}

import { type FieldInputProps, PHONE_KINDS } from '../model';
import { ReachInput } from '../ReachInput';

export function PhoneInput(props: FieldInputProps) {
  return <ReachInput {...props} kinds={PHONE_KINDS} type="tel" />;
}

import { formatPhone } from '@/lib/format';
import { type FieldDef, type FieldInputProps, PHONE_KINDS, reaches, TEXT_OPS } from './model';
import { ReachInput } from './ReachInput';

function PhoneInput(props: FieldInputProps) {
  return <ReachInput {...props} kinds={PHONE_KINDS} type="tel" />;
}

export const phone: FieldDef = {
  type: 'phone',
  ops: TEXT_OPS,
  settings: ['hint'],
  text: (_, values) =>
    reaches(values)
      .map((r) => formatPhone(r.value))
      .join(', '),
  Input: PhoneInput,
  links: true,
};

import { EMAIL_KINDS, type FieldDef, type FieldInputProps, reaches, TEXT_OPS } from './model';
import { ReachInput } from './ReachInput';

function EmailInput(props: FieldInputProps) {
  return <ReachInput {...props} kinds={EMAIL_KINDS} type="email" />;
}

export const email: FieldDef = {
  type: 'email',
  ops: TEXT_OPS,
  settings: ['hint'],
  text: (_, values) =>
    reaches(values)
      .map((r) => r.value)
      .join(', '),
  Input: EmailInput,
  links: true,
};

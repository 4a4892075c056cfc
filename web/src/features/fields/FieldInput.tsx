import { baseType, type FieldInputProps } from './model';
import { defOf } from './types';

/** The input of a field, whatever its type. Stands inside a `Field` part, which gives it its label. */
export function FieldInput(props: FieldInputProps) {
  const { Input } = defOf(baseType(props.field));
  return <Input {...props} />;
}

import { createContext, useContext, useId } from 'react';

export interface FieldWiring {
  id: string;
  labelId: string | undefined;
  /** The label's words: an open list hides the label itself from screen readers. */
  label: string | undefined;
  describedBy: string | undefined;
  invalid: boolean;
  required: boolean;
}

export const FieldContext = createContext<FieldWiring | null>(null);

/** What a control inside a Field passes to its element; outside a Field only an id of its own. */
export function useField(own: { id?: string | undefined; invalid?: boolean | undefined }): FieldWiring {
  const around = useContext(FieldContext);
  const made = useId();
  return {
    id: own.id ?? around?.id ?? made,
    labelId: around?.labelId,
    label: around?.label,
    describedBy: around?.describedBy,
    invalid: own.invalid ?? around?.invalid ?? false,
    required: around?.required ?? false,
  };
}

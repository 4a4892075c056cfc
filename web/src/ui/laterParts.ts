import type { ComboboxProps } from './Combobox';
import { later } from './later';
import type { MultiSelectProps } from './MultiSelect';
import type { Option } from './option';
import type { SelectProps } from './Select';

/** A part that is edited in place takes these: their code comes with the first edit. A form takes the parts themselves. */
export const LaterCombobox = later<ComboboxProps<Option>>(() => import('./Combobox').then((m) => m.Combobox<Option>));
export const LaterMultiSelect = later<MultiSelectProps<Option>>(() =>
  import('./MultiSelect').then((m) => m.MultiSelect<Option>),
);
export const LaterSelect = later<SelectProps<string>>(() => import('./Select').then((m) => m.Select<string>));

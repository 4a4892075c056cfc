import type { Field } from '@/lib/bootstrap';
import { text } from '@/lib/i18n';
import type { Option } from '@/ui/option';
import locale from './locale';
import type { Values } from './model';

/** The choices one may pick, and the removed ones the card still holds. `all` gives the removed ones too: filters ask for them. */
export function optionsOf(field: Field, values: Values, all = false): Option[] {
  return field.options
    .filter((o) => all || !o.is_removed || values.includes(o.id))
    .map((o) => ({
      value: String(o.id),
      label: o.is_removed ? text(locale, 'removedOption', { name: o.name }) : o.name,
    }));
}

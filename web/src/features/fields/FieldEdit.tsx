import type { Field } from '@/lib/bootstrap';
import { useLang } from '@/lib/i18n';
import { InlineEdit } from '@/ui/InlineEdit';
import { FieldInput } from './FieldInput';
import { FieldLines } from './FieldLines';
import { FieldLinks } from './FieldLinks';
import { LinkChips } from './laterParts';
import { baseType, filled, sameValues, type Values } from './model';
import { defOf, fixedReason, preloadInputs } from './types';

/**
 * A field edited where it stands: a press, Enter or F2 opens it, leaving saves. `onSave` gets the values that say
 * something, and only when they differ; the caller shows them at once and reverts a refusal.
 */
export function FieldEdit({
  field,
  values,
  onSave,
  reason: locked,
  invalid = false,
}: {
  field: Field;
  values: Values;
  onSave: (values: unknown[]) => void;
  /** Why it cannot be changed. */
  reason?: string | undefined;
  invalid?: boolean;
}) {
  useLang();
  const def = defOf(baseType(field));
  const reason = locked ?? fixedReason(field);
  const save = (next: Values) => {
    if (!sameValues(next, values)) onSave(filled(next));
  };
  if (baseType(field) === 'checkbox') {
    return (
      <div data-tip={reason} className="flex min-h-control items-center px-2">
        <FieldInput field={field} values={values} onChange={reason ? () => undefined : save} />
      </div>
    );
  }
  return (
    <div className="flex min-w-0 items-start">
      <InlineEdit<Values>
        label={field.name}
        value={values}
        onSave={save}
        reason={reason}
        invalid={invalid}
        prepare={() => preloadInputs([baseType(field)])}
        multiline={def.multiline ?? false}
        className="min-w-0 flex-1"
        {...(field.settings.hint ? { placeholder: field.settings.hint } : {})}
        view={(shown) => <FieldLines field={field} values={shown} />}
        editor={(edit) => (
          <FieldInput field={field} values={edit.value} onChange={edit.onChange} label={field.name} autoFocus compact />
        )}
      />
      {def.links && <FieldLinks field={field} values={values} />}
      {field.type === 'link' && <LinkChips values={values} />}
    </div>
  );
}

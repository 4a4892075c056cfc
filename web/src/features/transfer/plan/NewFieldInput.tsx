import { FIELD_TYPES, type FieldType, typeName } from '@/features/fields';
import { useText } from '@/lib/i18n';
import { Input } from '@/ui/Input';
import { Select } from '@/ui/Select';
import type { Column, PlanColumn } from '../api';
import locale from '../locale';

type NewField = NonNullable<PlanColumn['new_field']>;

/** Name and type of a field the import will make. */
export function NewFieldInput({
  field,
  column,
  onChange,
}: {
  field: NewField;
  column: Column;
  onChange: (field: NewField) => void;
}) {
  const t = useText(locale);
  function retype(type: FieldType) {
    const { options: _, ...rest } = field;
    const isList = type === 'list' || type === 'multilist';
    onChange({ ...rest, type, ...(isList ? { options: column.values } : {}) });
  }
  return (
    <div className="flex gap-2">
      <Input
        className="min-w-0 flex-1"
        aria-label={t('newName')}
        maxLength={100}
        value={field.name}
        onChange={(e) => onChange({ ...field, name: e.target.value })}
      />
      <Select<FieldType>
        className="max-w-[180px] flex-1"
        aria-label={t('newType')}
        value={field.type as FieldType}
        onChange={retype}
        options={FIELD_TYPES.filter((def) => def.type !== 'file' && def.type !== 'formula').map((def) => ({
          value: def.type,
          label: typeName(def.type),
        }))}
      />
    </div>
  );
}

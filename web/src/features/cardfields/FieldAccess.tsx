import { useQuery } from '@tanstack/react-query';
import { useText } from '@/lib/i18n';
import { Field as Labelled } from '@/ui/Field';
import { Select } from '@/ui/Select';
import { fieldRoles, roles } from './api';
import type { Access } from './fieldDraft';
import locale from './locale';

/** For which roles the field is hidden or only to be seen; administrators always see and change it. */
export function FieldAccess({
  id,
  value,
  onChange,
}: {
  id: number;
  /** What was changed here, by role. */
  value: Readonly<Record<number, Access>>;
  onChange: (value: Record<number, Access>) => void;
}) {
  const t = useText(locale);
  const all = useQuery(roles).data;
  const now = useQuery(fieldRoles(id)).data;
  if (!all || !now || all.length === 0) return null;
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="caps mb-2">{t('accessTitle')}</legend>
      {all.map((r) => (
        <Labelled key={r.id} label={r.name} inline>
          <Select<Access>
            value={value[r.id] ?? now.find((x) => x.role_id === r.id)?.access ?? 'open'}
            onChange={(access) => onChange({ ...value, [r.id]: access })}
            options={[
              { value: 'open', label: t('accessOpen') },
              { value: 'view', label: t('accessView') },
              { value: 'hidden', label: t('accessHidden') },
            ]}
          />
        </Labelled>
      ))}
    </fieldset>
  );
}

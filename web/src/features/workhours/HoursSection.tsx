import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiError } from '@/lib/api';
import { usePeople } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { workHours } from '@/lib/workHours';
import { Avatar } from '@/ui/Avatar';
import { Combobox } from '@/ui/Combobox';
import { ErrorState } from '@/ui/ErrorState';
import { Field } from '@/ui/Field';
import { HoursEditor } from './HoursEditor';
import locale from './locale';

/** When the company works, and who of it works otherwise. */
export function HoursSection() {
  const t = useText(locale);
  const got = useQuery(workHours);
  const people = usePeople();
  const [user, setUser] = useState(0);
  if (got.error && !got.data) return <ErrorState error={got.error as ApiError} onRetry={() => void got.refetch()} />;
  if (!got.data) return null;
  const differs = new Set((got.data.users ?? []).map((u) => u.user_id));
  const options = [
    { value: '0', label: t('company') },
    ...people
      .filter((p) => p.is_active)
      .map((p) => ({
        value: String(p.id),
        label: differs.has(p.id) ? t('differs', { name: p.name }) : p.name,
        icon: <Avatar name={p.name} size={16} />,
      })),
  ];
  return (
    <>
      <div data-at="whose" className="max-w-[320px] pb-2">
        <Field label={t('whose')}>
          <Combobox
            clearable={false}
            options={options}
            value={options.find((o) => o.value === String(user)) ?? null}
            onChange={(option) => option && setUser(Number(option.value))}
          />
        </Field>
      </div>
      <HoursEditor
        key={user}
        user={user}
        account={got.data.account}
        own={got.data.users?.find((u) => u.user_id === user)}
      />
    </>
  );
}

import { useState } from 'react';
import { useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import { Avatar } from '@/ui/Avatar';
import { LaterCombobox } from '@/ui/laterParts';
import type { Option } from '@/ui/option';
import { findNames } from './api';
import { NewRecord } from './dialogs';
import locale from './locale';

export interface Picked {
  id: number;
  name: string;
  phone?: string;
  email?: string;
}

/** Finds a contact or company by name, phone or e-mail, or makes a new one after looking for its doubles. */
export function AddRecord({
  kind,
  taken = [],
  companyId,
  autoFocus,
  onPick,
  onCancel,
}: {
  kind: 'contact' | 'company';
  /** Those that are there already. */
  taken?: readonly number[];
  /** The company a new person gets. */
  companyId?: number | undefined;
  autoFocus?: boolean;
  onPick: (record: Picked) => void;
  onCancel: () => void;
}) {
  const t = useText(locale);
  const [making, setMaking] = useState<string | null>(null);
  const may = can(useSession(), `${kind}.create`);
  const label = kind === 'contact' ? t('addContact') : t('addCompany');

  async function search(typed: string, signal: AbortSignal): Promise<Option[]> {
    const found = await findNames(kind, typed, signal);
    return found
      .filter((c) => !taken.includes(c.id))
      .map((c) => ({
        value: String(c.id),
        label: c.name,
        ...(kind === 'contact' && c.company?.name ? { hint: c.company.name } : {}),
        icon: <Avatar name={c.name} size={20} square={kind === 'company'} />,
      }));
  }
  if (making !== null)
    return (
      <NewRecord
        kind={kind}
        typed={making}
        companyId={companyId}
        taken={taken}
        onMade={(record) => {
          setMaking(null);
          onPick(record);
        }}
        onCancel={() => setMaking(null)}
      />
    );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears Esc of the field inside
    <div
      className="py-1"
      onKeyDown={(e) => {
        if (e.key !== 'Escape' || e.defaultPrevented) return;
        e.stopPropagation();
        onCancel();
      }}
    >
      <LaterCombobox
        compact
        {...(autoFocus ? { autoFocus } : {})}
        aria-label={label}
        placeholder={kind === 'contact' ? t('findContact') : t('findCompany')}
        value={null}
        search={search}
        onChange={(o) => o && onPick({ id: Number(o.value), name: o.label })}
        {...(may
          ? {
              onCreate: (name: string) => {
                setMaking(name);
                return null;
              },
            }
          : {})}
      />
    </div>
  );
}

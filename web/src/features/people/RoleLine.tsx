import { ChevronRight } from 'lucide-react';
import { useText } from '@/lib/i18n';
import { Avatar } from '@/ui/Avatar';
import type { Role, User } from './api';
import locale from './locale';
import { roleWords } from './roleWords';

/** A role in the list: its name, who has it, what it allows. */
export function RoleLine({ role, holders, onOpen }: { role: Role; holders: readonly User[]; onOpen: () => void }) {
  const t = useText(locale);
  return (
    <li className="relative border-b border-line px-4 py-3 last:border-b-0 hover:bg-hover">
      <div className="flex items-center gap-2">
        <button
          type="button"
          onClick={onOpen}
          className="min-h-tap truncate rounded-small text-left font-medium after:absolute after:inset-0"
        >
          {role.name}
        </button>
        <span className="flex items-center gap-1.5 text-small text-muted">
          <span className="flex -space-x-1">
            {holders.slice(0, 4).map((u) => (
              <Avatar key={u.id} name={u.name || u.email} size={20} />
            ))}
          </span>
          {t('members', { n: holders.length })}
        </span>
        <ChevronRight aria-hidden="true" size={16} className="ml-auto text-muted" />
      </div>
      <p className="mt-0.5 max-w-[640px] text-muted">{roleWords(role.rights)}</p>
    </li>
  );
}

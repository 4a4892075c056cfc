import { useText } from '@/lib/i18n';
import { Avatar } from '@/ui/Avatar';
import { Badge } from '@/ui/Badge';
import { cx } from '@/ui/cx';
import { TableCell } from '@/ui/TableCell';
import { TableRow } from '@/ui/TableRow';
import type { User } from './api';
import locale from './locale';
import { stateOf } from './model';

/** One person of the account; the name opens what can be set for them. */
export function UserRow({
  user,
  isMe,
  role,
  group,
  onOpen,
}: {
  user: User;
  isMe: boolean;
  role: string | undefined;
  group: string | undefined;
  onOpen: () => void;
}) {
  const t = useText(locale);
  const state = stateOf(user);
  return (
    <TableRow onClick={onOpen}>
      <TableCell className="h-12! max-desk:h-[72px]! max-desk:w-full max-desk:max-w-0 desk:min-w-[180px]">
        <div className="flex items-center gap-2.5">
          <Avatar name={user.name || user.email} size={28} />
          <div className="min-w-0">
            <button
              type="button"
              onClick={(event) => {
                event.stopPropagation();
                onOpen();
              }}
              className="block max-w-full truncate rounded-small text-left font-medium hover:text-accent"
            >
              {user.name || user.email}
              {isMe && <span className="font-normal text-muted"> · {t('you')}</span>}
            </button>
            <div className="truncate text-small text-muted">{user.email}</div>
            <div className="truncate text-small desk:hidden">{role ?? t('noRole')}</div>
          </div>
        </div>
      </TableCell>
      <TableCell className="max-desk:hidden">{role ?? <span className="text-muted">{t('noRole')}</span>}</TableCell>
      <TableCell className={cx('max-desk:hidden', !group && 'text-muted')}>{group ?? '—'}</TableCell>
      <TableCell className="text-right">
        {state === 'invited' && <Badge tone="warn">{t('invited')}</Badge>}
        {state === 'inactive' && <Badge>{t('inactive')}</Badge>}
      </TableCell>
    </TableRow>
  );
}

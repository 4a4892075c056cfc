import { useText } from '@/lib/i18n';
import { useLive } from '@/lib/live';
import { useSession } from '@/lib/session';
import { Avatar } from '@/ui/Avatar';
import { cx } from '@/ui/cx';
import { openMenu } from '@/ui/openMenu';
import locale from './locale';
import { RAIL_ITEM } from './railItem';

const DOT = { on: 'bg-ok', connecting: 'bg-warn', off: 'bg-control' };
const WORD = { on: 'online', connecting: 'connecting', off: 'offlineState' } as const;

/** Who is signed in, whether the live stream is open, and the menu with theme, language and sign-out. */
export function UserButton({ wide, onHelp }: { wide: boolean; onHelp: () => void }) {
  const t = useText(locale);
  const who = useSession();
  const live = useLive();
  const name = who?.user.name ?? t('guest');
  const label = `${name}: ${t('account')}${who ? `, ${t(WORD[live])}` : ''}`;
  async function open(anchor: HTMLElement) {
    const { userMenu } = await import('./userMenu');
    openMenu({ anchor, items: userMenu(onHelp) });
  }
  return (
    <button
      type="button"
      aria-label={label}
      aria-haspopup="menu"
      data-tip={wide ? undefined : name}
      data-tip-side="right"
      onClick={(event) => void open(event.currentTarget)}
      className={cx(RAIL_ITEM, 'px-[6px]!')}
    >
      <span className="relative">
        <Avatar name={name} size={24} />
        {who && (
          <span
            aria-hidden="true"
            className={cx(
              'absolute -right-px -bottom-px size-2 rounded-full shadow-[0_0_0_2px_var(--surface)]',
              DOT[live],
            )}
          />
        )}
      </span>
      {wide && <span className="min-w-0 flex-1 truncate text-left">{name}</span>}
    </button>
  );
}

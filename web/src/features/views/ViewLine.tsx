import { Ellipsis } from 'lucide-react';
import { useText } from '@/lib/i18n';
import { cx } from '@/ui/cx';
import { IconButton } from '@/ui/IconButton';
import type { MenuItem } from '@/ui/menuModel';
import { openMenu } from '@/ui/openMenu';
import locale from './locale';
import { countText } from './model';

/** A view in the panel: its name, how many cards it shows, its menu. */
export function ViewLine({
  name,
  count,
  isFirst,
  current = false,
  menu,
  onChoose,
}: {
  name: string;
  count: { count: number | null; more: boolean } | undefined;
  /** The person begins with it. */
  isFirst: boolean;
  /** It is the one on screen. */
  current?: boolean;
  menu: MenuItem[];
  onChoose: () => void;
}) {
  const t = useText(locale);
  return (
    <div className={cx('flex min-w-0 flex-1 items-center rounded-control hover:bg-hover', current && 'bg-selected')}>
      <button
        type="button"
        onClick={onChoose}
        aria-current={current || undefined}
        className="flex min-h-control min-w-0 flex-1 items-center gap-2 px-2 text-left"
      >
        <span className="min-w-0 truncate">{name}</span>
        {isFirst && <span className="shrink-0 text-small text-muted">{t('isDefault')}</span>}
        <span className="tabular ml-auto shrink-0 text-small text-muted">
          {count && countText(count.count, count.more)}
        </span>
      </button>
      <IconButton
        icon={<Ellipsis size={16} />}
        label={t('actions', { name })}
        onClick={(e) => openMenu({ anchor: e.currentTarget, align: 'end', items: menu })}
      />
    </div>
  );
}

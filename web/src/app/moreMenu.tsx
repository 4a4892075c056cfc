import type { UseNavigateResult } from '@tanstack/react-router';
import { Bell } from 'lucide-react';
import { openNotices } from '@/features/notices/open';
import { text } from '@/lib/i18n';
import { lineReason } from '@/lib/reach';
import type { MenuItem } from '@/ui/menuModel';
import locale from './moreLocale';
import type { NavItem } from './nav';
import { userMenu } from './userMenu';

/** What a phone's bar has no place for: notifications, the other sections, theme and sign-out. */
export function moreMenu(
  items: readonly NavItem[],
  onHelp: () => void,
  navigate: UseNavigateResult<string>,
): MenuItem[] {
  return [
    { id: 'notices', label: text(locale, 'notices'), icon: <Bell size={16} />, onSelect: openNotices },
    ...items
      .filter((item) => !item.phone)
      .map((item) => ({
        id: item.id,
        label: item.label(),
        icon: <item.icon size={16} />,
        reason: item.online ? lineReason() : undefined,
        onSelect: () => void navigate({ href: item.to }),
      })),
    { kind: 'separator', id: 's0' },
    ...userMenu(onHelp),
  ];
}

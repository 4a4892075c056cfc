import {
  Building2,
  CircleCheck,
  Contact,
  FileInput,
  Handshake,
  History,
  type LucideIcon,
  Settings,
} from 'lucide-react';
import { text } from '@/lib/i18n';
import { can, type Session } from '@/lib/session';
import locale from './locale';

export interface NavItem {
  id: string;
  to: string;
  icon: LucideIcon;
  /** Read when drawn, so that it follows the language. */
  label: () => string;
  /** Who sees it. An item nobody may open is absent. */
  right: (who: Session | null) => boolean;
  /** The shortcut that goes there. */
  keys?: string;
  /** A hook that says the number beside the icon; 0 shows none. It is called on every draw of the item. */
  useBadge?: () => number;
  /** Stands in the bottom bar of a phone. */
  phone?: boolean;
  /** Is of no use while the server cannot be reached. */
  online?: boolean;
  /** Stands at the foot of the rail. */
  foot?: boolean;
}

/** Before the session has arrived nothing is hidden, so that nothing jumps; the server forbids anyway. */
const needs = (right: string) => (who: Session | null) => who === null || can(who, right);

/** The sections, in the order of the rail. A feature adds one row here and its routes in routes.tsx. */
export const NAV: readonly NavItem[] = [
  {
    id: 'deals',
    to: '/deals',
    icon: Handshake,
    label: () => text(locale, 'deals'),
    right: needs('deal.view'),
    keys: 'g d',
    phone: true,
  },
  {
    id: 'contacts',
    to: '/contacts',
    icon: Contact,
    label: () => text(locale, 'contacts'),
    right: needs('contact.view'),
    keys: 'g c',
    phone: true,
  },
  {
    id: 'companies',
    to: '/companies',
    icon: Building2,
    label: () => text(locale, 'companies'),
    right: needs('company.view'),
    keys: 'g o',
  },
  {
    id: 'tasks',
    to: '/tasks',
    icon: CircleCheck,
    label: () => text(locale, 'tasks'),
    right: needs('task.view'),
    keys: 'g t',
    phone: true,
  },
  {
    id: 'events',
    online: true,
    to: '/events',
    icon: History,
    label: () => text(locale, 'events'),
    right: needs('events'),
    foot: true,
  },
  {
    id: 'import',
    online: true,
    to: '/import',
    icon: FileInput,
    label: () => text(locale, 'import'),
    right: needs('import'),
    foot: true,
  },
  {
    id: 'settings',
    online: true,
    to: '/settings',
    icon: Settings,
    label: () => text(locale, 'settings'),
    // The personal pages are everybody's; the rest is hidden there.
    right: () => true,
    keys: 'g s',
    foot: true,
  },
];

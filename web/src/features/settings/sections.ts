import {
  Bell,
  Building2,
  CalendarClock,
  CircleCheck,
  Clock,
  Columns3,
  FileClock,
  HardDrive,
  KeyRound,
  LogIn,
  type LucideIcon,
  Mail,
  Rows3,
  ShieldCheck,
  ThumbsDown,
  UserRound,
  Users,
  UsersRound,
  Webhook,
  Workflow,
} from 'lucide-react';
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { Texts } from '@/lib/i18n';
import { can, type Session } from '@/lib/session';
import type locale from './locale';

type Pairs = Record<string, { readonly ru: string; readonly en: string }>;
type Key = typeof locale extends Texts<infer T extends Pairs> ? keyof T & string : never;

export interface Section {
  id: string;
  group: 'me' | 'account' | 'sales' | 'automation' | 'journal';
  icon: LucideIcon;
  /** Who sees it. */
  right: (who: Session | null) => boolean;
  /** What stands on the page: words the search finds it by, each with the mark its control bears. */
  settings: readonly { at: string; label: Key }[];
  Page: LazyExoticComponent<ComponentType>;
}

const everyone = () => true;
const settings = (who: Session | null) => can(who, 'settings');
const admin = (who: Session | null) => can(who, 'admin');

const people = () => import('@/features/people');
const profile = () => import('@/features/profile');
const notices = () => import('@/features/notices');
const hours = () => import('@/features/workhours');

/** Every page of the settings, in the order of the list. */
export const SECTIONS: readonly Section[] = [
  {
    id: 'profile',
    group: 'me',
    icon: UserRound,
    right: everyone,
    settings: [
      { at: 'name', label: 'sMyName' },
      { at: 'language', label: 'sMyLanguage' },
      { at: 'theme', label: 'sTheme' },
      { at: 'letters', label: 'sLetters' },
      { at: 'app', label: 'sApp' },
    ],
    Page: lazy(async () => ({ default: (await profile()).ProfileSection })),
  },
  {
    id: 'security',
    group: 'me',
    icon: KeyRound,
    right: everyone,
    settings: [
      { at: 'password', label: 'sPassword' },
      { at: 'sessions', label: 'sSessions' },
      { at: 'tokens', label: 'sTokens' },
    ],
    Page: lazy(async () => ({ default: (await profile()).SecuritySection })),
  },
  {
    id: 'notices',
    group: 'me',
    icon: Bell,
    right: everyone,
    settings: [
      { at: 'kinds', label: 'sNotices' },
      { at: 'lead', label: 'sRemind' },
      { at: 'quiet', label: 'sQuiet' },
      { at: 'push', label: 'sPush' },
    ],
    Page: lazy(async () => ({ default: (await notices()).NoticesSection })),
  },
  {
    id: 'my-hours',
    group: 'me',
    icon: Clock,
    right: everyone,
    settings: [
      { at: 'week', label: 'sMyWeek' },
      { at: 'holidays', label: 'sLeave' },
    ],
    Page: lazy(async () => ({ default: (await hours()).MyHoursSection })),
  },
  {
    id: 'account',
    group: 'account',
    icon: Building2,
    right: settings,
    settings: [
      { at: 'company', label: 'sCompany' },
      { at: 'account-language', label: 'sAccountLanguage' },
      { at: 'currency', label: 'sCurrency' },
      { at: 'time-zone', label: 'sTimeZone' },
      { at: 'subdomain', label: 'sSubdomain' },
    ],
    Page: lazy(async () => ({ default: (await import('./AccountSection')).AccountSection })),
  },
  {
    id: 'hours',
    group: 'account',
    icon: CalendarClock,
    right: settings,
    settings: [
      { at: 'week', label: 'sWeek' },
      { at: 'holidays', label: 'sHolidays' },
      { at: 'whose', label: 'sPeopleHours' },
    ],
    Page: lazy(async () => ({ default: (await hours()).HoursSection })),
  },
  {
    id: 'mail',
    group: 'account',
    icon: Mail,
    right: settings,
    settings: [{ at: 'smtp', label: 'sSmtp' }],
    Page: lazy(async () => ({ default: (await notices()).MailSection })),
  },
  {
    id: 'files',
    group: 'account',
    icon: HardDrive,
    right: admin,
    settings: [
      { at: 'space', label: 'sSpace' },
      { at: 'limits', label: 'sFileLimits' },
      { at: 'scanner', label: 'sScanner' },
      { at: 'largest', label: 'sLargest' },
    ],
    Page: lazy(async () => ({ default: (await import('@/features/filesettings')).FilesSection })),
  },
  {
    id: 'users',
    group: 'account',
    icon: Users,
    right: settings,
    settings: [{ at: 'invite', label: 'sInvite' }],
    Page: lazy(async () => ({ default: (await people()).UsersSection })),
  },
  {
    id: 'groups',
    group: 'account',
    icon: UsersRound,
    right: settings,
    settings: [{ at: 'heads', label: 'sHeads' }],
    Page: lazy(async () => ({ default: (await people()).GroupsSection })),
  },
  {
    id: 'roles',
    group: 'account',
    icon: ShieldCheck,
    right: settings,
    settings: [{ at: 'rights', label: 'sRights' }],
    Page: lazy(async () => ({ default: (await people()).RolesSection })),
  },
  {
    id: 'pipelines',
    group: 'sales',
    icon: Columns3,
    right: settings,
    settings: [
      { at: 'stages', label: 'sStages' },
      { at: 'stale', label: 'sStale' },
    ],
    Page: lazy(async () => ({ default: (await import('@/features/pipelines')).PipelinesSection })),
  },
  {
    id: 'loss-reasons',
    group: 'sales',
    icon: ThumbsDown,
    right: settings,
    settings: [],
    Page: lazy(async () => ({ default: (await import('@/features/pipelines')).ReasonsSection })),
  },
  {
    id: 'fields',
    group: 'sales',
    icon: Rows3,
    right: settings,
    settings: [
      { at: 'field-groups', label: 'sFieldGroups' },
      { at: 'required', label: 'sRequired' },
      { at: 'deleted', label: 'sDeletedFields' },
    ],
    Page: lazy(async () => ({ default: (await import('@/features/cardfields')).FieldsSection })),
  },
  {
    id: 'task-types',
    group: 'sales',
    icon: CircleCheck,
    right: settings,
    settings: [],
    Page: lazy(async () => ({ default: (await import('./TaskTypesSection')).TaskTypesSection })),
  },
  {
    id: 'rules',
    group: 'automation',
    icon: Workflow,
    right: settings,
    settings: [{ at: 'runs', label: 'sRuns' }],
    Page: lazy(async () => ({ default: (await import('./RulesPart')).RulesPart })),
  },
  {
    id: 'webhooks',
    group: 'automation',
    icon: Webhook,
    right: settings,
    settings: [{ at: 'deliveries', label: 'sDeliveries' }],
    Page: lazy(async () => ({ default: (await import('@/features/webhooks')).WebhooksSection })),
  },
  {
    id: 'imports',
    group: 'journal',
    icon: FileClock,
    right: (who) => can(who, 'import'),
    settings: [],
    Page: lazy(async () => ({ default: (await import('@/features/transfer')).ImportHistory })),
  },
  {
    id: 'sign-ins',
    group: 'journal',
    icon: LogIn,
    right: everyone,
    settings: [],
    Page: lazy(async () => ({ default: (await profile()).SignInsSection })),
  },
];

export const GROUPS = ['me', 'account', 'sales', 'automation', 'journal'] as const;

/** Whether someone who may see the settings may also change what only an administrator changes. */
export const isAdmin = admin;

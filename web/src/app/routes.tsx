import { createRootRoute, createRoute, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { listSearch } from '@/features/contacts/search';
import { dealsSearch } from '@/features/deals/search';
import { eventsSearch } from '@/features/events/search';
import { settingsSearch } from '@/features/settings/search';
import { tasksSearch } from '@/features/taskpage/search';
import { AppShell } from './AppShell';
import { CrashScreen } from './CrashScreen';
import { enterFrame } from './enterFrame';
import { NotFoundPage } from './NotFoundPage';

/*
 * Every page of the client, one row each: path, what its address holds (validateSearch), the component, fetched when
 * the page is opened. A page inside the frame has `frame` as its parent; one outside (sign-in, first run) has `root`.
 *
 *   const deals = createRoute({
 *     getParentRoute: () => frame,
 *     path: '/deals',
 *     validateSearch: dealsSearch,   // (raw) => ({ view: raw.view === 'list' ? 'list' : 'board', … }), from model.ts
 *     component: lazyRouteComponent(() => import('@/features/deals'), 'DealsPage'),
 *   });
 */

const root = createRootRoute({ component: Outlet, errorComponent: CrashScreen, notFoundComponent: NotFoundPage });
const frame = createRoute({
  getParentRoute: () => root,
  id: 'frame',
  beforeLoad: ({ location }) => enterFrame(location.href),
  component: AppShell,
  errorComponent: CrashScreen,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (raw: Record<string, unknown>): { to?: string } =>
    typeof raw.to === 'string' && /^\/(?!\/)/.test(raw.to) ? { to: raw.to } : {},
  component: lazyRouteComponent(() => import('@/features/session'), 'SignInPage'),
});
const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('@/features/session'), 'SetupPage'),
});
const invite = createRoute({
  getParentRoute: () => root,
  path: '/invite/$token',
  component: lazyRouteComponent(() => import('@/features/session'), 'InvitePage'),
});

const forgot = createRoute({
  getParentRoute: () => root,
  path: '/forgot',
  component: lazyRouteComponent(() => import('@/features/session'), 'ForgotPage'),
});
const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset/$token',
  component: lazyRouteComponent(() => import('@/features/session'), 'ResetPage'),
});

const index = createRoute({
  getParentRoute: () => frame,
  path: '/',
  beforeLoad: () => {
    throw redirect({ href: '/deals', replace: true });
  },
});
const deals = createRoute({
  getParentRoute: () => frame,
  path: '/deals',
  validateSearch: dealsSearch,
  component: lazyRouteComponent(() => import('@/features/deals'), 'DealsPage'),
});
const contacts = createRoute({
  getParentRoute: () => frame,
  path: '/contacts',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('@/features/contacts'), 'ContactsPage'),
});
const companies = createRoute({
  getParentRoute: () => frame,
  path: '/companies',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('@/features/contacts'), 'CompaniesPage'),
});
const events = createRoute({
  getParentRoute: () => frame,
  path: '/events',
  validateSearch: eventsSearch,
  component: lazyRouteComponent(() => import('@/features/events'), 'EventsPage'),
});
// These two read their address themselves: the entry is full.
const duplicates = createRoute({
  getParentRoute: () => frame,
  path: '/duplicates',
  component: lazyRouteComponent(() => import('@/features/merge'), 'DuplicatesPage'),
});
const bin = createRoute({
  getParentRoute: () => frame,
  path: '/bin',
  component: lazyRouteComponent(() => import('@/features/bin'), 'BinPage'),
});
const deal = createRoute({
  getParentRoute: () => frame,
  path: '/deals/$id',
  component: lazyRouteComponent(() => import('@/features/cards'), 'DealPage'),
});
const contact = createRoute({
  getParentRoute: () => frame,
  path: '/contacts/$id',
  component: lazyRouteComponent(() => import('@/features/cards'), 'ContactPage'),
});
const company = createRoute({
  getParentRoute: () => frame,
  path: '/companies/$id',
  component: lazyRouteComponent(() => import('@/features/cards'), 'CompanyPage'),
});
const tasks = createRoute({
  getParentRoute: () => frame,
  path: '/tasks',
  validateSearch: tasksSearch,
  // Its own module: cards take the parts of tasks without their page.
  component: lazyRouteComponent(() => import('@/features/taskpage/TasksPage'), 'TasksPage'),
});
const parts = createRoute({
  getParentRoute: () => frame,
  path: '/ui',
  component: lazyRouteComponent(() => import('./gallery/GalleryPage'), 'GalleryPage'),
});
const settings = createRoute({
  getParentRoute: () => frame,
  path: '/settings',
  validateSearch: settingsSearch,
  component: lazyRouteComponent(() => import('@/features/settings'), 'SettingsPage'),
});
const settingsSection = createRoute({
  getParentRoute: () => frame,
  path: '/settings/$section',
  validateSearch: settingsSearch,
  component: lazyRouteComponent(() => import('@/features/settings'), 'SettingsPage'),
});
const importing = createRoute({
  getParentRoute: () => frame,
  path: '/import',
  component: lazyRouteComponent(() => import('@/features/transfer'), 'ImportPage'),
});
const importDetail = createRoute({
  getParentRoute: () => frame,
  path: '/import/$id',
  component: lazyRouteComponent(() => import('@/features/transfer'), 'ImportDetailPage'),
});
/** Whatever no other row takes, inside the frame. */
const rest = createRoute({ getParentRoute: () => frame, path: '$', component: NotFoundPage });

export const routeTree = root.addChildren([
  frame.addChildren([
    index,
    deals,
    contacts,
    companies,
    events,
    duplicates,
    bin,
    deal,
    contact,
    company,
    tasks,
    settings,
    settingsSection,
    importing,
    importDetail,
    parts,
    rest,
  ]),
  signIn,
  setup,
  invite,
  forgot,
  reset,
]);

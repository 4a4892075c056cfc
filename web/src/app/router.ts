import { createRouter } from '@tanstack/react-router';
import { CrashPage } from './CrashPage';
import { routeTree } from './routes';

export const router = createRouter({
  routeTree,
  defaultErrorComponent: CrashPage,
  defaultPreload: 'intent',
  defaultPreloadDelay: 60,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

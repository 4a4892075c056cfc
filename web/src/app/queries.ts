import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '@/lib/api';
import { getLostAt } from '@/lib/reach';

/** The only store of server data. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // Without a network the kept answers stand in for the server (features/offline).
      networkMode: 'always',
      // The live stream says what is stale; this is for what it does not cover.
      staleTime: 30_000,
      gcTime: 10 * 60_000,
      // What the server refused it refuses again; only a lost or busy server is asked once more.
      retry: (times, error) =>
        times < 2 && !getLostAt() && error instanceof ApiError && ['offline', 'unavailable'].includes(error.code),
      refetchOnWindowFocus: true,
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

import type { QueryClient } from '@tanstack/react-query';
import { text } from '@/lib/i18n';
import { toast } from '@/ui/toast';
import { startBulk } from './api';
import { follow } from './follow';
import locale from './locale';
import type { BulkBody } from './model';

/** What shows cards, and is other when many of them have changed. */
const SHOWN = ['list', 'groups', 'count', 'deals', 'views'];

/** Starts a change of many cards and shows how it goes. False when it could not be started. */
export async function runBulk(queries: QueryClient, body: BulkBody): Promise<boolean> {
  const refresh = () => {
    for (const key of SHOWN) void queries.invalidateQueries({ queryKey: [key] });
  };
  try {
    follow(await startBulk(body), refresh);
    return true;
  } catch (error) {
    refresh();
    toast({ tone: 'bad', text: text(locale, 'notStarted'), detail: (error as Error).message });
    return false;
  }
}

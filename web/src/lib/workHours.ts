import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { components } from '@/api/schema';
import { api, call } from './api';
import { staleOn } from './live';
import { addDays } from './zone';

type Schemas = components['schemas'];
export type WorkSpan = Schemas['Span'];
export type WorkDay = Omit<Schemas['Day'], 'spans' | '$schema'> & { spans: readonly WorkSpan[] | null };

/** When somebody works: a week, Monday first, and days that are not like others. */
export interface WorkHours {
  week: readonly (readonly WorkSpan[] | null)[] | null;
  days: readonly WorkDay[] | null;
}

export const workHours = queryOptions({
  queryKey: ['working-hours'],
  queryFn: ({ signal }) => call(api.GET('/api/v1/working-hours', { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});
for (const prefix of ['account.', 'user.']) staleOn(prefix, () => [workHours.queryKey]);

/** A stretch of work in minutes since midnight; past 24 hours it lasts into the next day. */
export type Minutes = readonly [from: number, to: number];

const at = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

function covers(day: WorkDay, date: string): boolean {
  const last = day.until || day.date;
  if (!day.yearly) return day.date <= date && date <= last;
  const [from, to, on] = [day.date.slice(5), last.slice(5), date.slice(5)];
  return to < from ? on >= from || on <= to : from <= on && on <= to;
}

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** When one person, or the account, works; the same rules as on the server. */
export class WorkCalendar {
  private readonly week: readonly (readonly WorkSpan[] | null)[];
  private readonly days: readonly WorkDay[];

  constructor(account: WorkHours, own?: WorkHours) {
    this.week = own?.week ?? account.week ?? [];
    const once = (list: readonly WorkDay[]) => [...list.filter((d) => !d.yearly), ...list.filter((d) => d.yearly)];
    this.days = [...once(own?.days ?? []), ...once(account.days ?? [])];
  }

  /** The day that is not like others, if it is one: its name tells why. */
  special(date: string): WorkDay | undefined {
    return this.days.find((d) => covers(d, date));
  }

  /** The stretches that begin on a day. */
  on(date: string): Minutes[] {
    const special = this.special(date);
    const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
    return ((special ? special.spans : this.week[weekday]) ?? []).map(({ from, to }) => {
      const [a, b] = [at(from), at(to)];
      return [a, b <= a ? b + 1440 : b] as const;
    });
  }

  /** The free stretches of a day, the end of yesterday's shift taken into account. */
  free(date: string): Minutes[] {
    const worked = [
      ...this.on(addDays(date, -1)).flatMap(([, to]) => (to > 1440 ? [[0, to - 1440] as const] : [])),
      ...this.on(date),
    ].sort((a, b) => a[0] - b[0]);
    const out: Minutes[] = [];
    let done = 0;
    for (const [from, to] of worked) {
      if (from > done) out.push([done, from]);
      done = Math.max(done, to);
    }
    if (done < 1440) out.push([done, 1440]);
    return out;
  }

  /** When work begins on a day, `09:00`; null on a free one. */
  start(date: string): string | null {
    const first = this.on(date)[0];
    return first ? clock(first[0]) : null;
  }

  /** The n-th working day after a day; null when nobody works for two years. */
  inDays(date: string, n: number): string | null {
    let day = date;
    let left = n;
    for (let i = 0; i < 732; i++) {
      day = addDays(day, 1);
      if (this.on(day).length && --left <= 0) return day;
    }
    return null;
  }
}

/** The working hours of people by id; of anybody else, and of id 0, those of the account. Undefined until they came. */
export function useWorkCalendars(): ((user: number) => WorkCalendar) | undefined {
  const { data } = useQuery(workHours);
  return useMemo(() => {
    if (!data) return undefined;
    const common = new WorkCalendar(data.account);
    const own = new Map((data.users ?? []).map((u) => [u.user_id, new WorkCalendar(data.account, u)]));
    return (user: number) => own.get(user) ?? common;
  }, [data]);
}

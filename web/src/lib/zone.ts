import { accountFormat } from './format';

/** A day and a time of day as they stand on a wall clock. */
export interface WallTime {
  /** `2026-11-12` */
  day: string;
  /** `09:05` */
  time: string;
}

function offsetAt(ms: number, timeZone: string): number {
  const f = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const of = Object.fromEntries(f.formatToParts(ms).map((p) => [p.type, Number(p.value)])) as Record<string, number>;
  const wall = Date.UTC(of.year ?? 0, (of.month ?? 1) - 1, of.day, of.hour, of.minute, of.second);
  return wall - Math.floor(ms / 1000) * 1000;
}

/** Unix seconds of a wall-clock time in the account's zone. An hour that the zone skips is taken an hour later. */
export function toUnix({ day, time }: WallTime, timeZone = accountFormat().timeZone): number {
  const wall = Date.parse(`${day}T${time}:00Z`);
  let ms = wall - offsetAt(wall, timeZone);
  ms = wall - offsetAt(ms, timeZone);
  return Math.floor(ms / 1000);
}

/** The wall-clock time of unix seconds in the account's zone. */
export function fromUnix(seconds: number, timeZone = accountFormat().timeZone): WallTime {
  const iso = new Date(seconds * 1000 + offsetAt(seconds * 1000, timeZone)).toISOString();
  return { day: iso.slice(0, 10), time: iso.slice(11, 16) };
}

/** Today in the account's zone. */
export function today(timeZone = accountFormat().timeZone): string {
  return fromUnix(Math.floor(Date.now() / 1000), timeZone).day;
}

/** The day so many days later; negative for earlier. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

import type { Notice } from './api';

/** What belongs to one record and stands together. */
export interface NoticeGroup {
  key: string;
  /** The name of the record; empty where there is none to show. */
  name: string;
  path: string;
  items: Notice[];
}

/** Groups neighbours by their record: a talk about one deal is one block, the order of time stays. */
export function grouped(list: readonly Notice[]): NoticeGroup[] {
  const out: NoticeGroup[] = [];
  for (const notice of list) {
    const key = notice.entity?.name ? `${notice.entity.kind}:${notice.entity.id}` : `notice:${notice.id}`;
    const last = out.at(-1);
    if (last?.key === key) last.items.push(notice);
    else out.push({ key, name: notice.entity?.name ?? '', path: notice.path, items: [notice] });
  }
  return out;
}

/** Whether the task of a notice can be ticked off where it stands. */
export const isOpenTask = (notice: Notice): boolean =>
  !!notice.task && !notice.task.is_completed && !notice.task.is_deleted;

/** Minutes of the day as a clock shows them, and back. */
export const toClock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

export function fromClock(text: string): number | null {
  const found = /^(\d{1,2}):(\d{2})$/.exec(text);
  if (!found) return null;
  const minutes = Number(found[1]) * 60 + Number(found[2]);
  return Number(found[2]) < 60 && minutes < 24 * 60 ? minutes : null;
}

/** The key a browser subscribes with comes as text and is wanted as bytes. */
export function keyBytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (c) => c.charCodeAt(0));
}

import { formatNumber } from '@/lib/format';
import { text } from '@/lib/i18n';
import type { Attachment } from './api';
import locale from './locale';

const UNITS = ['bytes', 'kilobytes', 'megabytes', 'gigabytes', 'terabytes'] as const;

/** A size for people: 12 KB, 3.4 MB. */
export function formatSize(bytes: number): string {
  let [value, at] = [bytes, 0];
  while (value >= 1024 && at < UNITS.length - 1) [value, at] = [value / 1024, at + 1];
  const rounded = at > 0 && value < 10 ? Math.round(value * 10) / 10 : Math.round(value);
  return text(locale, UNITS[at] ?? 'bytes', { n: formatNumber(rounded) });
}

/** A picture or a PDF can be looked at in place. */
export const canShow = (f: Attachment): boolean =>
  f.scan === 'clean' && (f.width > 0 || f.media_type === 'application/pdf');

/** The files a field of a card holds. */
export const fileValues = (values: readonly unknown[]): { file: number; name?: string }[] =>
  values.filter((v): v is { file: number } => typeof (v as { file?: unknown } | null)?.file === 'number');

/** How many more files a field takes. A merged card may hold more than it takes. */
export const fieldRoom = (held: number, most: number): number => Math.max(0, most - held);

/** The files of a drop or a paste; a screenshot gets a name by its moment. */
export function filesOfTransfer(data: DataTransfer | null, now = new Date()): File[] {
  return [...(data?.files ?? [])].map((file) => {
    if (file.name && file.name !== 'image.png') return file;
    const stamp = now.toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '-');
    return new File([file], `${stamp}.png`, { type: file.type });
  });
}

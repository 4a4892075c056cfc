import { describe, expect, it } from 'vitest';
import { setLang } from '@/lib/i18n';
import type { Attachment } from './api';
import { canShow, fieldRoom, filesOfTransfer, fileValues, formatSize } from './model';

const file = (patch: Partial<Attachment>): Attachment => ({
  id: 1,
  name: 'a',
  size: 1,
  media_type: 'image/png',
  version_id: 1,
  versions: 1,
  width: 0,
  height: 0,
  preview: 'none',
  scan: 'clean',
  ...patch,
});

describe('files', () => {
  it('writes sizes for people', () => {
    setLang('en');
    expect(formatSize(0)).toBe('0 B');
    expect(formatSize(1536)).toBe('1.5 KB');
    expect(formatSize(12 * 1024 * 1024)).toBe('12 MB');
  });
  it('shows decoded pictures and PDF only', () => {
    expect(canShow(file({ width: 5 }))).toBe(true);
    expect(canShow(file({}))).toBe(false);
    expect(canShow(file({ media_type: 'application/pdf' }))).toBe(true);
    expect(canShow(file({ media_type: 'application/pdf', scan: 'waiting' }))).toBe(false);
    expect(canShow(file({ media_type: 'image/svg+xml' }))).toBe(false);
  });
  it('reads a field of files', () => {
    expect(fileValues([{ file: 3, name: 'a' }, { id: 1 }, null, 'x', 5])).toEqual([{ file: 3, name: 'a' }]);
    expect(fieldRoom(2, 10)).toBe(8);
    expect(fieldRoom(12, 10)).toBe(0);
  });
  it('names screenshots', () => {
    const data = { files: [new File(['x'], 'image.png', { type: 'image/png' }), new File(['x'], 'a.txt')] };
    const names = filesOfTransfer(data as unknown as DataTransfer, new Date('2026-11-24T10:20:30Z')).map((f) => f.name);
    expect(names).toEqual(['2026-11-24 10-20-30.png', 'a.txt']);
  });
});

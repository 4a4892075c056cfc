import { describe, expect, it } from 'vitest';
import { fullness, readKinds, shownLimit, storedLimit, toBytes, toMegabytes } from './model';

describe('settings of files', () => {
  it('reads endings however they are typed', () => {
    expect(readKinds('.EXE; bat,*.cmd  exe')).toEqual(['exe', 'bat', 'cmd']);
    expect(readKinds('  ')).toEqual([]);
  });
  it('shows limits in megabytes', () => {
    expect(toMegabytes(0)).toBeNull();
    expect(toMegabytes(1)).toBe(1);
    expect(toMegabytes(toBytes(256))).toBe(256);
    expect(toBytes(null)).toBe(0);
  });
  it('keeps a limit that was not touched', () => {
    expect(shownLimit(256, 256)).toBeNull();
    expect(storedLimit(null, 256, 256)).toBe(0);
    expect(storedLimit(3, 3_600_000, 0)).toBe(3_600_000);
    expect(storedLimit(4, 3_600_000, 0)).toBe(toBytes(4));
    expect(storedLimit(null, 3_600_000, 0)).toBe(0);
  });
  it('tells how full a space is', () => {
    expect(fullness(5, 0)).toBeUndefined();
    expect(fullness(5, 10)).toBe(0.5);
    expect(fullness(15, 10)).toBe(1);
  });
});

/** Reads a number as people type it: spaces of any kind between groups, a comma or a point before the fraction. */
export function parseNumber(typed: string): number | null {
  let s = typed
    .replace(/[\s\u00a0\u202f'_]/g, '')
    .replace(/[−–]/g, '-')
    .replace(/[^\d.,+\-km кмтыс]/gi, '');
  const scale = /(к|k|тыс)$/i.test(s) ? 1000 : /(м|m)$/i.test(s) ? 1_000_000 : 1;
  s = s.replace(/(тыс|[кkмm])$/i, '');
  const comma = s.lastIndexOf(',');
  const point = s.lastIndexOf('.');
  if (comma >= 0 && point >= 0) {
    // Both are there: the later one stands before the fraction.
    s = comma > point ? s.replace(/\./g, '').replace(',', '.') : s.replace(/,/g, '');
  } else if (comma >= 0) {
    s = s.split(',').length > 2 ? s.replace(/,/g, '') : s.replace(',', '.');
  } else if (s.split('.').length > 2) {
    s = s.replace(/\./g, '');
  }
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(s)) return null;
  // Scaled as decimal text, so that 1.1k is 1100 and not 1100.0000000000002.
  return Number((Number(s) * scale).toPrecision(15));
}

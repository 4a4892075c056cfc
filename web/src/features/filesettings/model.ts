const MB = 1024 * 1024;

/** Bytes as whole megabytes; no limit (0) is nothing. */
export const toMegabytes = (bytes: number): number | null => (bytes > 0 ? Math.max(1, Math.round(bytes / MB)) : null);
export const toBytes = (megabytes: number | null): number => (megabytes ?? 0) * MB;

/** Endings of names out of what was typed: ".EXE; bat" is exe and bat. */
export const readKinds = (typed: string): string[] => [
  ...new Set(
    typed
      .toLowerCase()
      .split(/[\s,;]+/)
      .map((w) => w.replace(/^\*?\.+/, ''))
      .filter(Boolean),
  ),
];

/** How full a space is, 0 to 1; undefined without a limit. */
export const fullness = (used: number, limit: number): number | undefined =>
  limit > 0 ? Math.min(1, used / limit) : undefined;

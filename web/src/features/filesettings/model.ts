const MB = 1024 * 1024;

/** Bytes as whole megabytes; no limit (0) is nothing. */
export const toMegabytes = (bytes: number): number | null => (bytes > 0 ? Math.max(1, Math.round(bytes / MB)) : null);
/** What stands in the field of a limit: nothing where only the server's own bound holds. */
export const shownLimit = (limit: number, ceiling: number): number | null =>
  limit === ceiling ? null : toMegabytes(limit);
/** The limit to be stored for what the field says; one that was not touched stays as it is to the byte. */
export const storedLimit = (typed: number | null, was: number, ceiling: number): number =>
  typed === shownLimit(was, ceiling) ? (was === ceiling ? 0 : was) : toBytes(typed);
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

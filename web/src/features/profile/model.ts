/** A browser in words: "Chrome, Windows". What is not known is left out; an unknown program is shown by its first word. */
export function browserName(agent: string): string {
  const browser = /Edg\//.test(agent)
    ? 'Edge'
    : /YaBrowser\//.test(agent)
      ? 'Yandex'
      : /OPR\//.test(agent)
        ? 'Opera'
        : /Firefox\//.test(agent)
          ? 'Firefox'
          : /Chrome\/|CriOS\//.test(agent)
            ? 'Chrome'
            : /Safari\//.test(agent)
              ? 'Safari'
              : '';
  const system = /iPhone|iPad/.test(agent)
    ? 'iOS'
    : /Android/.test(agent)
      ? 'Android'
      : /Windows/.test(agent)
        ? 'Windows'
        : /Mac OS X|Macintosh/.test(agent)
          ? 'macOS'
          : /Linux|X11/.test(agent)
            ? 'Linux'
            : '';
  if (browser || system) return [browser, system].filter(Boolean).join(', ');
  return agent.split(/[\s/]/)[0] ?? '';
}

export const isPhone = (agent: string): boolean => /iPhone|Android|Mobile/.test(agent);

/** The lives of a token that are offered, in days. */
export const TOKEN_DAYS = [30, 90, 365, 1825] as const;

/** What is wrong with a new password before it is sent. */
export function passwordFault(next: string, again: string): 'short' | 'differ' | undefined {
  if ([...next].length < 8) return 'short';
  if (next !== again) return 'differ';
}

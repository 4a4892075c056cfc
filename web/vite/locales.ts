import { type CompiledMessage, compileMessage } from '@lingui/message-utils/compileMessage';
import { type Plugin, transformWithOxc } from 'vite';

/** The plural forms a text must spell out, per language. A text without one of them fails the build. */
const FORMS: Record<string, string[]> = {
  ru: ['one', 'few', 'many', 'other'],
  en: ['one', 'other'],
};

type Source = Record<string, Record<string, unknown>>;
export type Compiled = Record<string, Record<string, CompiledMessage>>;

/** Collects the placeholders of a compiled text and names the plural forms it lacks. */
function inspect(tokens: unknown, lang: string, where: string, seen: Set<string>, faults: string[]) {
  if (!Array.isArray(tokens)) return;
  for (const token of tokens) {
    if (!Array.isArray(token)) continue;
    const [name, kind, options] = token as [string, string | undefined, unknown];
    seen.add(name);
    if (options === null || typeof options !== 'object') continue;
    if (kind === 'plural') {
      for (const form of FORMS[lang] ?? []) {
        if (!(form in options)) faults.push(`${where}: plural lacks "${form}"`);
      }
    }
    for (const branch of Object.values(options)) inspect(branch, lang, where, seen, faults);
  }
}

/**
 * Compiles `{ key: { ru, en } }` to `{ ru: { key }, en: { key } }` and lists every fault found:
 * a missing or empty language, an unknown one, bad ICU syntax, placeholders that differ, a missing plural form.
 */
export function compileTexts(source: Source): { compiled: Compiled; faults: string[] } {
  const compiled: Compiled = {};
  const faults: string[] = [];
  for (const lang of Object.keys(FORMS)) compiled[lang] = {};
  for (const [key, texts] of Object.entries(source)) {
    const placeholders = new Map<string, string>();
    for (const lang of Object.keys(texts)) {
      if (!(lang in FORMS)) faults.push(`${key}: unknown language "${lang}"`);
    }
    for (const lang of Object.keys(FORMS)) {
      const text = texts[lang];
      if (typeof text !== 'string' || text === '') {
        faults.push(`${key}: no ${lang} text`);
        continue;
      }
      try {
        const message = compileMessage(text);
        // The compiler only logs bad syntax and hands the text back whole.
        if (message.length === 1 && message[0] === text && /[{}]/.test(text)) {
          faults.push(`${key}.${lang}: bad syntax`);
          continue;
        }
        const seen = new Set<string>();
        inspect(message, lang, `${key}.${lang}`, seen, faults);
        placeholders.set(lang, [...seen].sort().join(', '));
        (compiled[lang] as Record<string, CompiledMessage>)[key] = message;
      } catch (error) {
        faults.push(`${key}.${lang}: ${(error as Error).message.split('\n')[0]}`);
      }
    }
    if (new Set(placeholders.values()).size > 1) {
      const sides = [...placeholders].map(([lang, names]) => `${lang}: ${names || 'none'}`);
      faults.push(`${key}: placeholders differ (${sides.join('; ')})`);
    }
  }
  return { compiled, faults };
}

/** Evaluates a locale file. It holds nothing but one `texts({…})`, so its imports can be dropped. */
async function evaluate(code: string, id: string): Promise<Source> {
  const js = (await transformWithOxc(code, id)).code.replace(/^\s*import .*$/gm, '');
  const module = await import(`data:text/javascript,${encodeURIComponent(`const texts = (x) => x;${js}`)}`);
  return module.default as Source;
}

/** Compiles every `locale.ts` and `…Locale.ts` while the client is built; a fault in one of them fails the build. */
export function locales(): Plugin {
  return {
    name: 'voronka-locales',
    enforce: 'pre',
    async transform(code, id) {
      if (!/\/(?:locale|\w+Locale)\.ts$/.test(id)) return null;
      const { compiled, faults } = compileTexts(await evaluate(code, id));
      if (faults.length > 0) this.error(`${id}\n  ${faults.join('\n  ')}`);
      return {
        code: `import { texts } from '@/lib/i18n';\nexport default texts(${JSON.stringify(compiled)});`,
        map: null,
      };
    },
  };
}

import type { Option } from '@/ui/option';

/** The currencies offered first; the rest of the world's follows. */
const USUAL = ['RUB', 'USD', 'EUR', 'KZT', 'BYN', 'UZS', 'AMD', 'GEL', 'KGS', 'AZN', 'TRY', 'AED', 'GBP', 'CNY'];

/** Every currency this browser knows, the usual ones first. */
export function currencyOptions(lang: string): Option[] {
  const names = new Intl.DisplayNames(lang, { type: 'currency' });
  const rest = Intl.supportedValuesOf('currency').filter((code) => !USUAL.includes(code));
  return [...USUAL, ...rest].map((code) => ({ value: code, label: `${code} · ${names.of(code) ?? code}` }));
}

export function zoneOption(zone: string, lang: string): Option {
  let hint = '';
  try {
    hint =
      new Intl.DateTimeFormat(lang, { timeZone: zone, timeZoneName: 'shortOffset' })
        .formatToParts()
        .find((p) => p.type === 'timeZoneName')?.value ?? '';
  } catch {
    // A zone this browser does not know is still a zone.
  }
  return { value: zone, label: zone.replace(/_/g, ' '), hint };
}

export const zoneOptions = (lang: string): Option[] =>
  Intl.supportedValuesOf('timeZone').map((z) => zoneOption(z, lang));

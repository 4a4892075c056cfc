/** The currencies offered first; others come from the field's settings or from programs. */
export const CURRENCIES = [
  'RUB',
  'USD',
  'EUR',
  'KZT',
  'BYN',
  'UAH',
  'CNY',
  'TRY',
  'AED',
  'GBP',
  'UZS',
  'KGS',
  'AMD',
  'GEL',
] as const;

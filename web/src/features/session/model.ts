/** What the first-run wizard gathers. The password is not kept over a reload. */
export interface Draft {
  language: 'ru' | 'en';
  company: string;
  currency: string;
  timeZone: string;
  name: string;
  email: string;
  password: string;
  template: Template;
  pipelineName: string;
  stages: string[];
  /** Example data is wanted. */
  demo: boolean;
}

export const TEMPLATES = ['sales', 'services', 'projects', 'custom'] as const;
export type Template = (typeof TEMPLATES)[number];

export type DraftFault = 'required' | 'emailWrong' | 'passwordShort' | 'stageNeeded';

/** What is wrong in one step of the wizard, by field. */
export function faultsOf(step: number, d: Draft): Partial<Record<keyof Draft, DraftFault>> {
  const faults: Partial<Record<keyof Draft, DraftFault>> = {};
  if (step === 0 && !d.company.trim()) faults.company = 'required';
  if (step === 1) {
    if (!d.name.trim()) faults.name = 'required';
    if (!d.email.trim()) faults.email = 'required';
    else if (!/^\S+@\S+\.\S+$/.test(d.email.trim())) faults.email = 'emailWrong';
    if ([...d.password].length < 8) faults.password = 'passwordShort';
  }
  if (step === 2) {
    if (!d.pipelineName.trim()) faults.pipelineName = 'required';
    if (!d.stages.some((s) => s.trim())) faults.stages = 'stageNeeded';
  }
  return faults;
}

/** Which step of the wizard holds the field a server's refusal names. */
export function stepOfPath(path: string): number {
  if (/^(name|email|password)$/.test(path)) return 1;
  if (path.startsWith('pipeline')) return 2;
  return 0;
}

const BY_ZONE: [RegExp, string][] = [
  [/^Europe\/(Moscow|Samara|Kaliningrad|Volgograd|Saratov|Ulyanovsk|Astrakhan|Kirov|Simferopol)/, 'RUB'],
  [
    /^Asia\/(Yekaterinburg|Omsk|Novosibirsk|Krasnoyarsk|Irkutsk|Yakutsk|Vladivostok|Magadan|Kamchatka|Tomsk|Barnaul|Chita|Sakhalin)/,
    'RUB',
  ],
  [/^Asia\/(Almaty|Qyzylorda|Aqtau|Atyrau|Oral|Aqtobe|Qostanay)/, 'KZT'],
  [/^Europe\/Minsk/, 'BYN'],
  [/^Asia\/(Tashkent|Samarkand)/, 'UZS'],
  [/^Asia\/Yerevan/, 'AMD'],
  [/^Asia\/Tbilisi/, 'GEL'],
  [/^Asia\/Bishkek/, 'KGS'],
  [/^Europe\/London/, 'GBP'],
  [/^Europe\/Istanbul/, 'TRY'],
  [/^Europe\//, 'EUR'],
];

/** The likely currency of a time zone. */
export function currencyOf(zone: string): string {
  return BY_ZONE.find(([pattern]) => pattern.test(zone))?.[1] ?? 'USD';
}

export const CURRENCIES = [
  'RUB',
  'USD',
  'EUR',
  'KZT',
  'BYN',
  'UZS',
  'AMD',
  'GEL',
  'KGS',
  'AZN',
  'TJS',
  'MDL',
  'TRY',
  'AED',
  'GBP',
  'CHF',
  'PLN',
  'CZK',
  'RSD',
  'CNY',
  'INR',
  'JPY',
  'KRW',
  'BRL',
  'MXN',
  'CAD',
  'AUD',
  'ILS',
] as const;

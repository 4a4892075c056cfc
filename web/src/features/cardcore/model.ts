import type { components } from '@/api/schema';
import type { CardKind, Tag } from '@/lib/bootstrap';

type Schemas = components['schemas'];
type Base = Schemas['CompanyView'];
type OnlyDeal = Omit<Schemas['DealView'], keyof Base | 'company'>;
type OnlyContact = Omit<Schemas['ContactView'], keyof Base | 'company'>;

export type Linked = Schemas['LinkedCard'];
export type DealPerson = Schemas['DealPerson'];

/** A deal, contact or company as its card shows it. What a kind does not have is missing. */
export type Card = Base & Partial<OnlyDeal> & Partial<OnlyContact> & { company?: Linked | null };

export const KINDS: readonly CardKind[] = ['deal', 'contact', 'company'];
export const PLURAL = { deal: 'deals', contact: 'contacts', company: 'companies' } as const;

/** What a card is named by in an address: `deal-12`. */
export const cardParam = (kind: CardKind, id: number): string => `${kind}-${id}`;

/** Reads `deal-12`; null when it names no card. */
export function readCardParam(raw: unknown): { kind: CardKind; id: number } | null {
  const m = typeof raw === 'string' ? /^(deal|contact|company)-([1-9]\d{0,15})$/.exec(raw) : null;
  return m ? { kind: m[1] as CardKind, id: Number(m[2]) } : null;
}

/** The address of a card's own page. */
export const cardHref = (kind: CardKind, id: number): string => `/${PLURAL[kind]}/${id}`;

/** A change of a card in the words of the API; only what is named changes. */
export interface CardPatch {
  name?: string;
  responsible_id?: number;
  price?: number;
  company_id?: number;
  loss_reason_id?: number;
  fields?: Record<string, unknown[]>;
  tags?: string[];
}

/** What was on screen of the properties a patch changes: the server tells a true conflict by it. */
export function baseOf(card: Card, patch: CardPatch): CardPatch {
  const base: CardPatch = {};
  if (patch.name !== undefined) base.name = card.name;
  if (patch.responsible_id !== undefined) base.responsible_id = card.responsible_id;
  if (patch.price !== undefined) base.price = card.price ?? 0;
  if (patch.company_id !== undefined) base.company_id = card.company?.id ?? 0;
  if (patch.loss_reason_id !== undefined) base.loss_reason_id = card.loss_reason_id ?? 0;
  if (patch.fields)
    base.fields = Object.fromEntries(Object.keys(patch.fields).map((id) => [id, card.fields[id] ?? []]));
  return base;
}

/** The card as it will be, for showing at once. `names` says what a patch knows by id or word alone. */
export function applyPatch(
  card: Card,
  patch: CardPatch,
  names: { company?: string | undefined; tags?: readonly Tag[] } = {},
): Card {
  const next: Card = { ...card };
  if (patch.name !== undefined) next.name = patch.name;
  if (patch.responsible_id !== undefined) next.responsible_id = patch.responsible_id;
  if (patch.price !== undefined) next.price = patch.price;
  if (patch.loss_reason_id !== undefined) next.loss_reason_id = patch.loss_reason_id || null;
  if (patch.company_id !== undefined)
    next.company = patch.company_id === 0 ? null : { id: patch.company_id, name: names.company ?? '' };
  if (patch.fields) {
    next.fields = { ...card.fields };
    for (const [id, values] of Object.entries(patch.fields)) {
      if (values.length === 0) delete next.fields[id];
      else next.fields[id] = values;
    }
  }
  if (patch.tags) {
    const known = [...card.tags, ...(names.tags ?? [])];
    next.tags = patch.tags.map((name) => known.find((tag) => tag.name === name) ?? { id: 0, name, hue: 0 });
  }
  return next;
}

/** The part of a patch that stands at the paths of a conflict: `name`, `fields.12`. */
export function partOf(patch: CardPatch, paths: readonly string[]): CardPatch {
  const part: Record<string, unknown> = {};
  for (const path of paths) {
    const [head, id] = path.split('.');
    if (head === 'fields' && id && patch.fields && id in patch.fields)
      part.fields = { ...(part.fields as object), [id]: patch.fields[id] };
    else if (head && head in patch) part[head] = patch[head as keyof CardPatch];
  }
  return part;
}

/** Whole days a deal has been in its stage. */
export function daysInStage(changedAt: number, now = Date.now() / 1000): number {
  return Math.max(0, Math.floor((now - changedAt) / 86_400));
}

/** The main contact first, the others as they came. */
export function orderPeople(people: readonly DealPerson[]): DealPerson[] {
  return [...people].sort((a, b) => Number(b.is_main) - Number(a.is_main));
}

/** The number a card's panel is wide, within what both sides can bear. */
export const panelWidth = (wanted: number): number => Math.min(560, Math.max(300, Math.round(wanted)));

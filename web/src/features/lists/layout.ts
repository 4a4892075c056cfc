import { type ColumnId, widthOf } from './model';

/** A column as a person set it up: how wide, and whether it stays at the left edge. The name always does. */
export interface ColumnSpec {
  name: ColumnId;
  width?: number;
  is_pinned?: boolean;
}

export const MIN_WIDTH = 60;
export const MAX_WIDTH = 800;

/** Reads a column as it was kept: by its name alone, or set up. */
export const specOf = (kept: ColumnId | ColumnSpec): ColumnSpec => (typeof kept === 'string' ? { name: kept } : kept);

/** What was set up of the columns shown, those at the left edge first. */
export function specsOf(shown: readonly ColumnId[], kept: readonly (ColumnId | ColumnSpec)[] = []): ColumnSpec[] {
  const by = new Map(kept.map((k) => [specOf(k).name, specOf(k)]));
  const all = shown.map((name): ColumnSpec => {
    const { width, is_pinned } = by.get(name) ?? {};
    return { name, ...(width ? { width } : {}), ...(name !== 'name' && is_pinned ? { is_pinned } : {}) };
  });
  return [
    ...all.filter((c) => c.name === 'name'),
    ...all.filter((c) => c.is_pinned),
    ...all.filter((c) => c.name !== 'name' && !c.is_pinned),
  ];
}

/** How the columns are laid out: widths are CSS variables, so that a drag of one redraws no rows. */
export interface Layout {
  columns: readonly ColumnId[];
  grid: string;
  width: string;
  /** Where a pinned column stands; undefined: it scrolls. */
  lefts: readonly (string | undefined)[];
  vars: Record<string, string>;
}

export const widthVar = (index: number): string => `--w${index}`;

export function layoutOf(specs: readonly ColumnSpec[]): Layout {
  const vars: Record<string, string> = {};
  const cells = specs.map((_, i) => `var(${widthVar(i)})`);
  specs.forEach((c, i) => {
    vars[widthVar(i)] = `${c.width ?? widthOf(c.name)}px`;
  });
  return {
    columns: specs.map((c) => c.name),
    grid: cells.join(' '),
    width: `calc(${cells.join(' + ')})`,
    lefts: specs.map((c, i) => (i === 0 ? '0px' : c.is_pinned ? `calc(${cells.slice(0, i).join(' + ')})` : undefined)),
    vars,
  };
}

const clamp = (width: number) => Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, Math.round(width)));

export const withWidth = (specs: readonly ColumnSpec[], at: number, width: number): ColumnSpec[] =>
  specs.map((c, i) => (i === at ? { ...c, width: clamp(width) } : c));

/** Pins a column behind the pinned ones, or lets it go before those that scroll. */
export function withPin(specs: readonly ColumnSpec[], at: number, on: boolean): ColumnSpec[] {
  const changed = specs.map(({ is_pinned, ...c }, i) => {
    const pin = i === at ? on : is_pinned;
    return pin ? { ...c, is_pinned: true } : c;
  });
  return specsOf(
    changed.map((c) => c.name),
    changed,
  );
}

/** Puts a column in another place; the name keeps the first. A place among the pinned pins it, one among the rest lets it go. */
export function withOrder(specs: readonly ColumnSpec[], from: number, to: number): ColumnSpec[] {
  const target = Math.max(1, Math.min(specs.length - 1, to));
  if (from === 0 || from === target) return [...specs];
  const next = [...specs];
  const [{ is_pinned: _, ...moved } = { name: '' }] = next.splice(from, 1);
  const pinned = target < specs.length - 1 || from > target ? specs[target]?.is_pinned : false;
  next.splice(target, 0, pinned ? { ...moved, is_pinned: true } : moved);
  return specsOf(
    next.map((c) => c.name),
    next,
  );
}

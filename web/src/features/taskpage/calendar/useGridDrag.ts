import { type RefObject, useEffect } from 'react';
import { PX } from './GridEvent';
import { type Filled, movedTo, type Placed, type Spot, STEP, snap } from './layout';

/** The width of the column of hours. */
export const GUTTER = 52;
const HOLD = 350; // of a finger before it drags
const EDGE = 36;

/** What the grid does with what is dragged on it. It is read when it is needed: a new one moves no listener. */
export interface GridDeeds {
  columns: number;
  filled: readonly Filled[];
  mayEdit: boolean;
  onOpen: (placed: Placed) => void;
  onMake: ((from: Spot, to: Spot | null) => void) | undefined;
  /** `from` is the minute of the column it begins at now. */
  onMove: (placed: Placed, home: number, to: Spot, from: number) => void;
  onResize: (placed: Placed, home: number, to: number) => void;
}

type Work = { what: 'move' | 'resize'; placed: Placed; home: number; el: HTMLElement } | { what: 'draw' };

/**
 * Drags on the grid: a task to another time or column, its lower edge, a new one over free time. Only one shade is moved
 * while the pointer is: nothing is drawn anew before it is let go. Escape leaves everything as it was.
 */
export function useGridDrag(box: RefObject<HTMLDivElement | null>, deeds: RefObject<GridDeeds>) {
  useEffect(() => {
    const root = box.current;
    const body = root?.querySelector<HTMLElement>('[data-grid]');
    const head = root?.querySelector<HTMLElement>('[data-head]');
    const shade = root?.querySelector<HTMLElement>('[data-shade]');
    if (!root || !body || !head || !shade) return;
    let held: { id: number; x: number; y: number; spot: Spot; work: Work; on: boolean; timer: number } | null = null;
    let last = { x: 0, y: 0 };
    let dropped = false;
    let frame = 0;

    // Asked for once for each drag: asking after every move would lay the page out every time.
    let seen: { grid: DOMRect; top: number } | null = null;
    const look = () => {
      seen ??= {
        grid: body.getBoundingClientRect(),
        top: head.getBoundingClientRect().bottom,
      };
      return seen;
    };
    const spotAt = (x: number, y: number): Spot => {
      const { grid, top } = look();
      const n = deeds.current.columns;
      const column = Math.floor(((x - grid.left - GUTTER) / (grid.width - GUTTER)) * n);
      return {
        column: Math.max(0, Math.min(n - 1, column)),
        minute: Math.max(0, Math.min(1440, (y - grid.top) / PX)),
        allDay: y < top,
      };
    };
    const placedOf = (el: HTMLElement) => {
      const [column = '0', key = ''] = (el.dataset.seg ?? '').split('|');
      const filled = deeds.current.filled[Number(column)];
      const placed = [...(filled?.timed ?? []), ...(filled?.allDay ?? [])].find((p) => p.key === key);
      return placed && { placed, home: Number(column) };
    };
    const cellOf = (column: number) => root.querySelector<HTMLElement>(`[data-whole="${column}"]`);
    let over: HTMLElement | null = null;
    let shown = '';
    const clear = () => {
      if (shown) shade.hidden = true;
      over?.removeAttribute('data-over');
      over = null;
      shown = '';
    };
    /** Where the held thing lies with the pointer at a spot. */
    const lies = (at: Spot): { column: number; from: number; to: number } | null => {
      if (!held) return null;
      const { work, spot } = held;
      if (work.what === 'draw') {
        const [a, b] = [Math.min(spot.minute, at.minute), Math.max(spot.minute, at.minute)];
        const from = Math.floor(a / STEP) * STEP;
        return { column: spot.column, from, to: Math.max(from + STEP, Math.ceil(b / STEP) * STEP) };
      }
      const { placed } = work;
      if (work.what === 'resize')
        return { column: work.home, from: placed.from, to: Math.max(placed.from + STEP, snap(at.minute)) };
      const long = placed.due.is_all_day ? 30 : placed.to - placed.from;
      const from = placed.due.is_all_day ? Math.floor(at.minute / STEP) * STEP : movedTo(placed.from, spot, at);
      return { column: at.column, from, to: from + long };
    };
    const draw = () => {
      if (!held?.on) return;
      const at = spotAt(last.x, last.y);
      if (held.work.what === 'move' && at.allDay) {
        const cell = cellOf(at.column);
        if (over === cell) return;
        clear();
        over = cell;
        cell?.setAttribute('data-over', '');
        return;
      }
      const where = lies(at);
      const now = where ? `${where.column} ${where.from} ${where.to}` : '';
      if (!where || now === shown) return;
      clear();
      shown = now;
      const wide = (look().grid.width - GUTTER) / deeds.current.columns;
      const top = Math.max(0, where.from);
      const pad = (m: number) => String(m).padStart(2, '0');
      const text = (m: number) => `${pad(Math.floor(((m + 1440) % 1440) / 60))}:${pad((m + 1440) % 60)}`;
      shade.hidden = false;
      shade.style.width = `${wide - 2}px`;
      shade.style.height = `${(Math.min(1440, where.to) - top) * PX}px`;
      shade.style.transform = `translate(${GUTTER + wide * where.column}px, ${top * PX}px)`;
      shade.textContent = `${text(where.from)}–${text(where.to)}`;
    };
    let edges = new DOMRect();
    /** Near an edge the grid scrolls by itself. */
    const glide = () => {
      if (!held?.on) return;
      const { top } = look();
      const down = last.y > edges.bottom - EDGE ? 8 : last.y > top && last.y < top + EDGE ? -8 : 0;
      const right = last.x > edges.right - EDGE ? 8 : last.x < edges.left + GUTTER + EDGE / 2 ? -8 : 0;
      if (down || right) {
        root.scrollBy(right, down);
        seen = null;
        draw();
      }
      frame = requestAnimationFrame(glide);
    };
    const begin = () => {
      if (!held) return;
      held.on = true;
      edges = root.getBoundingClientRect();
      root.setPointerCapture(held.id);
      root.classList.add('tg-dragging');
      if (held.work.what !== 'draw') held.work.el.classList.add('tg-held');
      draw();
      frame = requestAnimationFrame(glide);
    };
    const end = () => {
      if (!held) return;
      clearTimeout(held.timer);
      cancelAnimationFrame(frame);
      if (held.work.what !== 'draw') held.work.el.classList.remove('tg-held');
      root.classList.remove('tg-dragging');
      clear();
      held = null;
    };
    const down = (e: PointerEvent) => {
      dropped = false;
      seen = null;
      if (e.button !== 0 || held || !(e.target instanceof HTMLElement || e.target instanceof SVGElement)) return;
      const el = e.target.closest<HTMLElement>('[data-seg]');
      const found = el && placedOf(el);
      let work: Work | null = null;
      if (el && found) {
        if (!el.classList.contains('tg-movable')) return;
        work = { what: e.target.closest('[data-grip]') ? 'resize' : 'move', el, ...found };
      } else if (deeds.current.onMake && e.target.closest('[data-col]') && !e.target.closest('button')) {
        if (e.pointerType !== 'mouse') return; // a finger scrolls, a tap makes
        work = { what: 'draw' };
      }
      if (!work) return;
      last = { x: e.clientX, y: e.clientY };
      held = { id: e.pointerId, ...last, spot: spotAt(e.clientX, e.clientY), work, on: false, timer: 0 };
      if (e.pointerType !== 'mouse') held.timer = window.setTimeout(begin, HOLD);
    };
    const move = (e: PointerEvent) => {
      if (held?.id !== e.pointerId) return;
      last = { x: e.clientX, y: e.clientY };
      if (held.on) draw();
      else if (Math.hypot(e.clientX - held.x, e.clientY - held.y) >= 4) {
        if (e.pointerType === 'mouse') begin();
        else end();
      }
    };
    const up = (e: PointerEvent) => {
      if (held?.id !== e.pointerId) return;
      const { work, spot, on } = held;
      const at = spotAt(e.clientX, e.clientY);
      const where = lies(at);
      end();
      if (!on || !where) return;
      dropped = true;
      if (work.what === 'draw') deeds.current.onMake?.({ ...spot, minute: where.from }, { ...spot, minute: where.to });
      else if (work.what === 'resize') deeds.current.onResize(work.placed, work.home, where.to);
      else deeds.current.onMove(work.placed, work.home, at, where.from);
    };
    const click = (e: MouseEvent) => {
      if (dropped) {
        dropped = false;
        return;
      }
      const target = e.target as HTMLElement;
      const el = target.closest<HTMLElement>('[data-seg]');
      const found = el && placedOf(el);
      if (found) deeds.current.onOpen(found.placed);
      else if (!target.closest('button') && target.closest('[data-col],[data-whole]')) {
        seen = null;
        const at = spotAt(e.clientX, e.clientY);
        deeds.current.onMake?.({ ...at, minute: Math.floor((at.minute + 2) / STEP) * STEP }, null);
      }
    };
    const key = (e: KeyboardEvent) => {
      if (e.key !== 'Escape' || !held?.on) return;
      e.stopPropagation();
      dropped = true;
      end();
    };
    const scroll = () => {
      seen = null;
    };
    const still = (e: Event) => held?.on && e.preventDefault();
    root.addEventListener('pointerdown', down);
    root.addEventListener('pointermove', move);
    root.addEventListener('pointerup', up);
    root.addEventListener('pointercancel', end);
    root.addEventListener('click', click);
    root.addEventListener('touchmove', still, { passive: false });
    root.addEventListener('contextmenu', still);
    root.addEventListener('scroll', scroll);
    addEventListener('keydown', key, true);
    return () => {
      end();
      root.removeEventListener('pointerdown', down);
      root.removeEventListener('pointermove', move);
      root.removeEventListener('pointerup', up);
      root.removeEventListener('pointercancel', end);
      root.removeEventListener('click', click);
      root.removeEventListener('touchmove', still);
      root.removeEventListener('contextmenu', still);
      root.removeEventListener('scroll', scroll);
      removeEventListener('keydown', key, true);
    };
  }, [box, deeds]);
}

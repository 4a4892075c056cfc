/** How far the pointer goes before a press is a drag. */
const SLOP = 5;

function follow(
  event: PointerEvent,
  onMove: (event: PointerEvent) => void,
  onEnd: (event: PointerEvent | null) => void,
) {
  const end = (last: PointerEvent | null) => {
    window.removeEventListener('pointermove', onMove);
    window.removeEventListener('pointerup', end);
    window.removeEventListener('pointercancel', cancel);
    window.removeEventListener('keydown', esc, true);
    onEnd(last);
  };
  const cancel = () => end(null);
  const esc = (key: KeyboardEvent) => {
    if (key.key !== 'Escape') return;
    key.stopPropagation();
    cancel();
  };
  window.addEventListener('pointermove', onMove);
  window.addEventListener('pointerup', end);
  window.addEventListener('pointercancel', cancel);
  window.addEventListener('keydown', esc, true);
  event.preventDefault();
}

/** Draws a column wider or narrower under the pointer; the last width is told, Esc puts the old one back. */
export function dragWidth(event: PointerEvent, table: HTMLElement, variable: string, onDone: (width: number) => void) {
  const before = Number.parseFloat(table.style.getPropertyValue(variable));
  let width = before;
  follow(
    event,
    (now) => {
      width = Math.max(60, Math.min(800, before + now.clientX - event.clientX));
      table.style.setProperty(variable, `${width}px`);
    },
    (last) => {
      if (!last) table.style.setProperty(variable, `${before}px`);
      else if (width !== before) onDone(width);
    },
  );
}

/** Drags a head over the others; the place it was let go at is told. */
export function dragOrder(event: PointerEvent, head: HTMLElement, onDone: (to: number) => void) {
  const heads = [...(head.parentElement?.children ?? [])] as HTMLElement[];
  let to = -1;
  const clear = () => {
    for (const h of heads) delete h.dataset.drop;
    delete head.dataset.dragged;
  };
  follow(
    event,
    (now) => {
      if (Math.abs(now.clientX - event.clientX) < SLOP && to < 0) return;
      clear();
      head.dataset.dragged = '';
      to = heads.findIndex((h) => now.clientX < h.getBoundingClientRect().right);
      if (to < 0) to = heads.length - 1;
      const over = heads[to];
      if (over && over !== head) over.dataset.drop = heads.indexOf(head) < to ? 'after' : 'before';
    },
    (last) => {
      clear();
      if (!last || to < 0) return;
      // The press that follows is the end of the drag, not a wish to sort.
      window.addEventListener('click', (click) => click.stopPropagation(), { capture: true, once: true });
      if (heads[to] !== head) onDone(to);
    },
  );
}

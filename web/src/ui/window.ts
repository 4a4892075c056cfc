/** An item of a window and where it stands. */
export interface Span {
  index: number;
  start: number;
}

/** Where the items of a list stand. */
export interface Places {
  count: number;
  total: number;
  startOf: (index: number) => number;
  heightOf: (index: number) => number;
  /** The item that covers the place, the nearest one when none does. */
  at: (top: number) => number;
}

/** Places of items of one height, or of the heights told by `heightOf`. */
export function placesOf(count: number, gap: number, height: number, heightOf?: (index: number) => number): Places {
  const within = (index: number) => Math.max(0, Math.min(count - 1, index));
  if (!heightOf) {
    const step = height + gap;
    return {
      count,
      total: Math.max(0, count * step - gap),
      startOf: (i) => i * step,
      heightOf: () => height,
      at: (top) => within(Math.floor(top / step)),
    };
  }
  const starts = new Array<number>(count + 1);
  let top = 0;
  for (let i = 0; i < count; i++) {
    starts[i] = top;
    top += heightOf(i) + gap;
  }
  starts[count] = top;
  const startOf = (i: number) => starts[i] ?? 0;
  return {
    count,
    total: Math.max(0, top - gap),
    startOf,
    heightOf: (i) => startOf(i + 1) - startOf(i) - gap,
    at: (place) => {
      let low = 0;
      let high = count - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (startOf(middle) <= place) low = middle;
        else high = middle - 1;
      }
      return within(low);
    },
  };
}

/** The first and the last item to draw when `room` pixels from `top` on are in sight. */
export function rangeAt(places: Places, top: number, room: number, overscan: number): { first: number; last: number } {
  // Nothing to draw, or all of it far out of sight.
  if (places.count === 0 || top + room < -room || top > places.total + room) return { first: 0, last: -1 };
  return {
    first: Math.max(0, places.at(top) - overscan),
    last: Math.min(places.count - 1, places.at(top + room) + overscan),
  };
}

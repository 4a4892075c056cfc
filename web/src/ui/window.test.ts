import { describe, expect, it } from 'vitest';
import { placesOf, rangeAt } from './window';

describe('window', () => {
  it('places items of one height', () => {
    const places = placesOf(1_000_000, 0, 32);
    expect([places.total, places.startOf(999_999), places.at(64), places.at(-5), places.at(1e9)]).toEqual([
      32_000_000, 31_999_968, 2, 0, 999_999,
    ]);
  });
  it('places items of different heights', () => {
    const heights = [10, 20, 30];
    const places = placesOf(3, 5, 0, (i) => heights[i] ?? 0);
    expect([places.startOf(0), places.startOf(1), places.startOf(2), places.total]).toEqual([0, 15, 40, 70]);
    expect([places.heightOf(1), places.at(14), places.at(15), places.at(39), places.at(400)]).toEqual([20, 0, 1, 1, 2]);
  });
  it('draws what is in sight and a little more', () => {
    const places = placesOf(100, 0, 10);
    expect(rangeAt(places, 0, 50, 2)).toEqual({ first: 0, last: 7 });
    expect(rangeAt(places, 500, 50, 2)).toEqual({ first: 48, last: 57 });
    expect(rangeAt(places, 990, 50, 2)).toEqual({ first: 97, last: 99 });
    expect(rangeAt(places, -5000, 50, 2)).toEqual({ first: 0, last: -1 });
    expect(rangeAt(placesOf(0, 0, 10), 0, 50, 2)).toEqual({ first: 0, last: -1 });
  });
});

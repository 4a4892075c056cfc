/**
 * Where focus goes when a layer opens: the first field in it, else the layer itself. Not its close button, which comes
 * first only by its place.
 */
export function firstField(layer: HTMLElement | null): HTMLElement | true {
  const field = '[data-autofocus],input:not([type="hidden"]):not(:disabled),textarea:not(:disabled)';
  return layer?.querySelector<HTMLElement>(field) ?? layer ?? true;
}

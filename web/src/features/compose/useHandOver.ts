import { type RefObject, useLayoutEffect, useRef } from 'react';

/** What was done in the field before its form came. */
export interface Waited {
  focused: boolean;
  submit: boolean;
}

/** The field one writes in. */
export const fieldOf = (box: HTMLElement | null) =>
  box?.querySelector<HTMLInputElement | HTMLTextAreaElement>('textarea,form input:not([type="radio"])');

/** Gives the focus, and what was pressed, from the field that waited to the form that takes its place in the same draw. */
export function useHandOver(box: RefObject<HTMLElement | null>): (waited: Waited) => void {
  const waited = useRef<Waited | null>(null);
  useLayoutEffect(() => {
    const done = waited.current;
    const field = fieldOf(box.current);
    if (!done || !field) return;
    waited.current = null;
    if (!done.focused) return;
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
    if (done.submit) field.form?.requestSubmit();
  });
  return (what) => {
    waited.current = what;
  };
}

import { cloneElement, type ReactElement } from 'react';

/**
 * A short text beside one control. It only marks the control; one TooltipHost per page shows the texts,
 * so that a board of cards carries no popup parts. `children` is one element that passes its attributes on.
 */
export function Tooltip({
  text,
  keys,
  children,
}: {
  text: string;
  /** A shortcut shown after the text: `mod+k`. */
  keys?: string | undefined;
  children: ReactElement<Record<string, unknown>>;
}) {
  return cloneElement(children, { 'data-tip': text, 'data-tip-keys': keys });
}

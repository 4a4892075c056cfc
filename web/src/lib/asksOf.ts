/** Whether a filter asks for linked cards of a kind, so that a change of one may bring or take cards. */
export const asksOf = (filter: string, kind: string): boolean =>
  filter.includes(`"field":"${kind}.`) || filter.includes(`"field":"${kind}"`);

/** A tree of conditions as the address and the server hold it. */
export interface Node {
  and?: Node[];
  or?: Node[];
  not?: Node;
  field?: string;
  op?: string;
  value?: unknown;
}

/** The filter of an address, or none when a person's editing or a cut link has left no tree in it. */
export function soundFilter(json: string): string {
  try {
    const node = JSON.parse(json) as unknown;
    return typeof node === 'object' && node !== null && !Array.isArray(node) ? json : '';
  } catch {
    return '';
  }
}

/** The words searched for, and the tree of the other conditions as JSON, empty for none. */
export function splitFilter(json: string): { query: string; rest: string } {
  const sound = soundFilter(json);
  if (sound === '') return { query: '', rest: '' };
  const node = JSON.parse(sound) as Node;
  const parts = node.and ?? [node];
  const at = parts.findIndex((part) => part.field === 'query' && part.op === 'contains');
  if (at < 0) return { query: '', rest: Object.keys(node).length > 0 ? sound : '' };
  return { query: String(parts[at]?.value ?? ''), rest: written(parts.filter((_, i) => i !== at)) };
}

/** Puts the two together again. */
export function joinFilter(query: string, rest: string): string {
  const words = query.trim();
  if (!words) return rest;
  const tree = rest === '' ? null : (JSON.parse(rest) as Node);
  const all = tree ? (tree.and ?? [tree]) : [];
  return written([...all, { field: 'query', op: 'contains', value: words }]);
}

const written = (all: Node[]): string =>
  all.length === 0 ? '' : JSON.stringify(all.length === 1 ? all[0] : { and: all });

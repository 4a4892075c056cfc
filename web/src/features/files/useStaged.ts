import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { CardKind } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { toast } from '@/ui/toast';
import { deleteFile, space, uploadFile } from './api';
import locale from './locale';
import { formatSize } from './model';

/** A file on its way to a note. */
export interface Staged {
  key: string;
  name: string;
  size: number;
  /** How much of it has come, 0 to 1. */
  part: number;
  /** The id the server gave it; none while it is being sent. */
  id?: number;
  /** The address of its picture. */
  picture?: string;
}

export type Kept = Pick<Staged, 'name' | 'size'> & { id: number };

/** The files that will go with a note. They are uploaded at once and wait on the server; `start` are those of a draft. */
export function useStaged(kind: CardKind, id: number, start: readonly Kept[], onChange: (kept: Kept[]) => void) {
  const t = useText(locale);
  const queries = useQueryClient();
  const [list, setList] = useState<Staged[]>(() => start.map((s) => ({ ...s, key: String(s.id), part: 1 })));
  const stops = useRef(new Map<string, () => void>());
  const pictures = useRef<string[]>([]);
  useEffect(
    () => () => {
      for (const url of pictures.current) URL.revokeObjectURL(url);
    },
    [],
  );

  function change(next: (now: Staged[]) => Staged[]) {
    setList((now) => {
      const after = next(now);
      onChange(after.flatMap((s) => (s.id ? [{ id: s.id, name: s.name, size: s.size }] : [])));
      return after;
    });
  }
  const patch = (key: string, p: Partial<Staged>) =>
    change((now) => now.map((s) => (s.key === key ? { ...s, ...p } : s)));

  async function add(files: readonly File[]) {
    const limit = (await queries.ensureQueryData(space).catch(() => null))?.limits.max_file ?? 0;
    for (const file of files) {
      if (limit > 0 && file.size > limit) {
        toast({
          text: t('notUploaded', { name: file.name }),
          detail: t('tooLarge', { limit: formatSize(limit) }),
          tone: 'bad',
        });
        continue;
      }
      const key = crypto.randomUUID();
      const one: Staged = { key, name: file.name, size: file.size, part: 0 };
      if (file.type.startsWith('image/')) {
        one.picture = URL.createObjectURL(file);
        pictures.current.push(one.picture);
      }
      change((now) => [...now, one]);
      const sending = uploadFile(kind, id, file, true, (part) =>
        setList((now) => now.map((s) => (s.key === key ? { ...s, part } : s))),
      );
      stops.current.set(key, sending.stop);
      sending.done.then(
        (made) => patch(key, { id: made.id, part: 1 }),
        (error: Error) => {
          if (!stops.current.has(key)) return;
          change((now) => now.filter((s) => s.key !== key));
          toast({ text: t('notUploaded', { name: file.name }), detail: error.message, tone: 'bad' });
        },
      );
    }
  }
  function remove(key: string) {
    const one = list.find((s) => s.key === key);
    const stop = stops.current.get(key);
    stops.current.delete(key);
    if (one?.id)
      deleteFile(one.id).catch(() => undefined); // what is left is swept by the server
    else stop?.();
    change((now) => now.filter((s) => s.key !== key));
  }
  return {
    list,
    add: (files: readonly File[]) => void add(files),
    remove,
    clear: () => change(() => []),
    put: (staged: Staged[]) => change((now) => [...staged, ...now]),
    busy: list.some((s) => !s.id),
    ids: list.flatMap((s) => (s.id ? [s.id] : [])),
  };
}

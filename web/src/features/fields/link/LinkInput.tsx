import { useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useRef } from 'react';
import { api, call } from '@/lib/api';
import { usePeople } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Combobox } from '@/ui/Combobox';
import { IconButton } from '@/ui/IconButton';
import locale from '../locale';
import type { FieldInputProps } from '../model';
import { LINK_KINDS, type Link, linkName, links } from './links';

/** Cards and people a field leads to, found by typing. */
export function LinkInput({ field, values, onChange, autoFocus, label }: FieldInputProps) {
  const t = useText(locale);
  const queries = useQueryClient();
  const people = usePeople();
  const box = useRef<HTMLDivElement>(null);
  const chosen = links(values);
  const kinds = LINK_KINDS.filter((k) => field.settings.link_kinds?.includes(k));
  const cards = kinds.filter((k) => k !== 'user') as ('deal' | 'contact' | 'company')[];

  async function search(typed: string) {
    const q = typed.trim();
    const users = kinds.includes('user')
      ? people
          .filter((p) => p.is_active && p.name.toLowerCase().includes(q.toLowerCase()))
          .slice(0, 8)
          .map((p) => ({ kind: 'user' as const, id: p.id, name: p.name, detail: '' }))
      : [];
    const found =
      q && cards.length > 0
        ? await queries.fetchQuery({
            queryKey: ['search', 'link', cards.join(), q],
            queryFn: () => call(api.GET('/api/v1/search', { params: { query: { q, kinds: cards, limit: 12 } } })),
            staleTime: 10_000,
          })
        : { items: [] };
    const hits = found.items.map((h) => ({ kind: h.kind as Link['kind'], id: h.id, name: h.name, detail: h.detail }));
    return [...hits, ...users].map((h) => ({
      value: `${h.kind}:${h.id}`,
      label: h.name,
      hint: [kinds.length > 1 ? t(`link_${h.kind}`) : '', h.detail].filter(Boolean).join(' · '),
    }));
  }
  const pick = (key: string, name: string) => {
    const [next] = links([key]);
    if (!next) return;
    const added = { ...next, name };
    const others = chosen.filter((l) => l.kind !== added.kind || l.id !== added.id);
    onChange(field.settings.multiple ? [...others, added] : [added]);
    // The box of a single link goes away with the focus in it: leaving the editor must still be heard.
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>('input, button')?.focus());
  };

  return (
    <div ref={box} className="flex flex-col gap-1">
      {chosen.map((l) => (
        <span key={`${l.kind}:${l.id}`} className="flex min-h-control items-center gap-1 rounded-control bg-hover px-2">
          <span className="min-w-0 flex-1 truncate">{linkName(l)}</span>
          <IconButton
            size="small"
            label={`${t('unlink')}: ${linkName(l)}`}
            icon={<X size={14} />}
            onClick={() => onChange(chosen.filter((x) => x !== l))}
          />
        </span>
      ))}
      {(field.settings.multiple || chosen.length === 0) && (
        <Combobox
          aria-label={label ?? field.name}
          {...(autoFocus ? { autoFocus } : {})}
          placeholder={t('linkFind')}
          value={null}
          search={search}
          onChange={(option) => option && pick(option.value, option.label)}
        />
      )}
    </div>
  );
}

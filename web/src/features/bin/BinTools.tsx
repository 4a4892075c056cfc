import { useEffect, useState } from 'react';
import { type CardKind, usePeople } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { DatePicker } from '@/ui/DatePicker';
import { Input } from '@/ui/Input';
import { SegmentedControl } from '@/ui/SegmentedControl';
import { Select } from '@/ui/Select';
import { Toolbar } from '@/ui/Toolbar';
import locale from './locale';
import type { BinSearch } from './search';

export type BinPatch = { [K in keyof BinSearch]?: BinSearch[K] | undefined };

/** Kind, name, who and when: all of it stands in the address. */
export function BinTools({
  kinds,
  kind,
  search,
  go,
}: {
  kinds: readonly CardKind[];
  kind: CardKind;
  search: BinSearch;
  go: (patch: BinPatch) => void;
}) {
  const t = useText(locale);
  const people = usePeople();
  const [typed, setTyped] = useState(search.q ?? '');
  const asked = search.q ?? '';
  useEffect(() => {
    if (typed.trim() === asked) return;
    const timer = setTimeout(() => go({ q: typed.trim() || undefined }), 200);
    return () => clearTimeout(timer);
  });
  const filtered = search.who || search.from || search.to || search.q;
  return (
    <Toolbar label={t('tools')}>
      <SegmentedControl
        label={t('of')}
        value={kind}
        onChange={(next) => go({ kind: next })}
        segments={kinds.map((value) => ({ value, label: t(value) }))}
      />
      <Input
        compact
        type="search"
        className="w-[190px]"
        aria-label={t('find')}
        placeholder={t('find')}
        value={typed}
        onChange={(e) => setTyped(e.target.value)}
      />
      <Select
        compact
        aria-label={t('who')}
        value={String(search.who ?? 0)}
        onChange={(id) => go({ who: Number(id) || undefined })}
        options={[{ value: '0', label: t('anyone') }, ...people.map((p) => ({ value: String(p.id), label: p.name }))]}
      />
      {(['from', 'to'] as const).map((end) => (
        <span key={end} className="flex shrink-0 items-center gap-1.5">
          <span aria-hidden="true" className="text-muted">
            {t(end)}
          </span>
          <DatePicker
            aria-label={t(end)}
            value={search[end] ?? null}
            onChange={(day) => go({ [end]: day ?? undefined })}
          />
        </span>
      ))}
      {filtered && (
        <Button
          variant="ghost"
          onClick={() => {
            setTyped('');
            go({ who: undefined, from: undefined, to: undefined, q: undefined });
          }}
        >
          {t('clear')}
        </Button>
      )}
    </Toolbar>
  );
}

import { type FocusEvent, type KeyboardEvent, useRef, useState } from 'react';
import { baseType, FieldInput, filled, requiredIn, sameValues, type Values } from '@/features/fields';
import { api, call } from '@/lib/api';
import { type CardKind, useFields, usePeople, usePipelines, useTags } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Avatar } from '@/ui/Avatar';
import { Combobox } from '@/ui/Combobox';
import { cx } from '@/ui/cx';
import { Input } from '@/ui/Input';
import { MoneyInput } from '@/ui/MoneyInput';
import { MultiSelect } from '@/ui/MultiSelect';
import type { Option } from '@/ui/option';
import type { CellChange } from './cellSave';
import type { ColumnId, Row } from './model';
import type { CellExit } from './useCells';
import locale from './workLocale';

/** Types whose editor is more than a line. */
const TALL = /^(textarea|address|legal_entity|phone|email|monetary|link)$/;

/** Edits a cell where it stands: leaving it saves, Enter saves and stays, Tab saves and goes on, Esc gives up. */
export function CellEditor({
  kind,
  row,
  column,
  label,
  onSave,
  onLeave,
}: {
  kind: CardKind;
  row: Row;
  column: ColumnId;
  label: string;
  onSave: (row: Row, change: CellChange) => void;
  onLeave: (how: CellExit) => void;
}) {
  const t = useText(locale);
  const people = usePeople();
  const pipelines = usePipelines();
  const tags = useTags(kind);
  const { fields } = useFields(kind);
  const field = fields.find((f) => `cf.${f.id}` === column);
  const start = valueIn(row, column);
  const latest = useRef<unknown>(start);
  const [value, setValue] = useState<unknown>(start);
  const over = useRef(false);
  const root = useRef<HTMLDivElement | null>(null);

  function change(next: unknown) {
    latest.current = next;
    setValue(next);
  }
  function leave(how: CellExit, keep = true) {
    if (over.current) return;
    over.current = true;
    // An input that tells its value only when it is left tells it now.
    if (keep) root.current?.querySelector<HTMLElement>(':focus')?.blur();
    const made = keep ? changeOf(latest.current) : null;
    if (made) onSave(row, { ...made, label });
    onLeave(how);
  }
  /** For an editor that is done with one choice. */
  function commit(next: unknown) {
    change(next);
    leave('stay');
  }
  function changeOf(next: unknown): Omit<CellChange, 'label'> | null {
    if (field) {
      const values = filled(next as Values);
      return sameValues(values, start as Values) ? null : { patch: { fields: { [field.id]: values } } };
    }
    if (column === 'tags') {
      const names = next as string[];
      return names.join('\n') === (start as string[]).join('\n') ? null : { patch: { tags: names }, names: { tags } };
    }
    if (next === start) return null;
    if (column === 'name') {
      const name = String(next).trim();
      return name && name !== start ? { patch: { name } } : null;
    }
    if (column === 'price') return { patch: { price: (next as number | null) ?? 0 } };
    if (column === 'responsible') return { patch: { responsible_id: Number(next) } };
    if (column === 'company') {
      const chosen = next as Option | null;
      return { patch: { company_id: Number(chosen?.value ?? 0) }, names: { company: chosen?.label } };
    }
    const to = pipelines.flatMap((p) => p.statuses).find((s) => s.id === Number(next));
    if (!to) return null;
    const stages = pipelines.find((p) => p.id === to.pipeline_id)?.statuses ?? [];
    const ask = fields.filter((f) => requiredIn(f, stages, to.id) && !row.fields[f.id]?.length).map((f) => f.id);
    return { move: { to, ask } };
  }
  function key(event: KeyboardEvent<HTMLDivElement>) {
    if (event.nativeEvent.isComposing) return;
    // The page's own keys are of no use in here.
    event.stopPropagation();
    if (event.defaultPrevented) return;
    if (event.key === 'Escape') leave('stay', false);
    else if (event.key === 'Enter') {
      const lines = (event.target as Element).tagName === 'TEXTAREA';
      if (lines && !event.ctrlKey && !event.metaKey) return;
      leave('stay');
    } else if (event.key === 'Tab') {
      const stops = [...event.currentTarget.querySelectorAll('input,textarea,select')];
      const at = stops.indexOf(event.target as Element);
      if (field && TALL.test(field.type) && stops[at + (event.shiftKey ? -1 : 1)]) return;
      leave(event.shiftKey ? 'back' : 'next');
    } else return;
    event.preventDefault();
  }
  function left(event: FocusEvent<HTMLDivElement>) {
    // A list or calendar of the editor hangs elsewhere in the page; focus inside it has not left.
    const to = event.relatedTarget as Element | null;
    if (event.currentTarget.contains(to) || to?.closest('[role="listbox"],.float')) return;
    leave('left');
  }

  const common = { 'aria-label': label, autoFocus: true };
  function input() {
    if (field)
      return <FieldInput field={field} values={value as Values} onChange={change} label={label} autoFocus compact />;
    switch (column) {
      case 'price':
        return <MoneyInput {...common} compact value={value as number | null} onChange={change} />;
      case 'responsible':
        return choice(
          people
            .filter((p) => p.is_active)
            .map((p) => ({ value: String(p.id), label: p.name, icon: <Avatar name={p.name} size={16} /> })),
        );
      case 'status': {
        const own = pipelines.find((p) => p.id === row.pipeline_id);
        const others = pipelines.filter((p) => p !== own);
        return choice(
          [...(own ? [own] : []), ...others].flatMap((p) =>
            p.statuses.map((s) => ({
              value: String(s.id),
              label: s.name,
              ...(p === own ? {} : { hint: p.name }),
            })),
          ),
        );
      }
      case 'company':
        return (
          <Combobox
            {...common}
            compact
            placeholder={t('findCompany')}
            value={value as Option | null}
            onChange={commit}
            search={findCompanies}
          />
        );
      case 'tags':
        return (
          <MultiSelect
            aria-label={label}
            options={tags.map((tag) => ({ value: tag.name, label: tag.name }))}
            value={(value as string[]).map((name) => ({ value: name, label: name }))}
            onChange={(next) => change(next.map((o) => o.value))}
            onCreate={(name) => ({ value: name, label: name })}
          />
        );
    }
    return (
      <Input
        {...common}
        compact
        maxLength={255}
        value={value as string}
        onFocus={(e) => e.target.select()}
        onChange={(e) => change(e.target.value)}
      />
    );
  }
  function choice(options: Option[]) {
    return (
      <Combobox
        {...common}
        compact
        clearable={false}
        options={options}
        value={options.find((o) => o.value === String(value)) ?? null}
        onChange={(o) => o && commit(Number(o.value))}
      />
    );
  }
  const tall = column === 'tags' || (field && TALL.test(baseType(field)));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it watches what its editor does
    <div
      ref={(element) => {
        root.current = element;
        // An editor that takes no focus by itself gets it here.
        if (element && !element.contains(document.activeElement))
          element.querySelector<HTMLElement>('input,textarea,button')?.focus();
      }}
      onKeyDown={key}
      onBlur={left}
      data-editor=""
      className={cx(
        'absolute top-0 left-0 z-10 min-h-full min-w-full bg-surface font-normal normal-case',
        tall ? 'float w-[300px] rounded-control border p-2' : 'grid min-w-[180px] items-center',
      )}
    >
      {input()}
    </div>
  );
}

/** What an editor begins with. */
function valueIn(row: Row, column: ColumnId): unknown {
  switch (column) {
    case 'name':
      return row.name;
    case 'price':
      return row.price ?? 0;
    case 'responsible':
      return row.responsible_id;
    case 'status':
      return row.status_id;
    case 'company':
      return row.company ? { value: String(row.company.id), label: row.company.name } : null;
    case 'tags':
      return row.tags.map((tag) => tag.name);
  }
  return row.fields[column.slice(3)] ?? [];
}

async function findCompanies(q: string, signal: AbortSignal): Promise<Option[]> {
  if (q.trim() === '') return [];
  const query = { q, kinds: ['company' as const], limit: 12 };
  const { items } = await call(api.GET('/api/v1/search', { params: { query }, signal }));
  return items.map((hit) => ({ value: String(hit.id), label: hit.name }));
}

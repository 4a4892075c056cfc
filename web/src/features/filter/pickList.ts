import type { Bootstrap, CardKind } from '@/lib/bootstrap';
import { text } from '@/lib/i18n';
import { eventsOf, LINKED, LINKS, opsOf, STANDARD } from './catalogue';
import locale from './locale';
import type { Condition } from './tree';
import { fieldName } from './words';

/** One line of the choice of a field. */
export interface Pick {
  id: string;
  label: string;
  /** The condition it begins, or the whole filter it stands for. */
  condition?: Condition;
  preset?: Condition[];
}

export interface Section {
  id: string;
  title: string;
  picks: Pick[];
}

/** Everything one may ask by, in sections: the card itself, linked cards, tasks, events, and ready filters. */
export function pickList(boot: Bootstrap, kind: CardKind, closing: boolean): Section[] {
  const begin = (field: string, label: string): Pick => {
    const op = opsOf(boot, kind, field)[0] ?? 'eq';
    return { id: field, label, condition: { field, op, value: null } };
  };
  const custom = (of: CardKind, prefix: string): Pick[] =>
    (boot.fields[of]?.fields ?? []).map((f) => begin(`${prefix}cf.${f.id}`, f.name));
  const own: Section = {
    id: kind,
    title: text(locale, `own_${kind}`),
    picks: [...STANDARD[kind].map(({ field }) => begin(field, fieldName(boot, kind, field))), ...custom(kind, '')],
  };
  const linked = LINKS[kind].map(
    (of): Section => ({
      id: of,
      title: text(locale, `of_${of}`),
      picks: [
        { id: `has-${of}`, label: text(locale, `hasAny_${of}`), condition: { field: of, op: 'has' } },
        ...LINKED[of].map((name) => begin(`${of}.${name}`, fieldName(boot, kind, `${of}.${name}`, true))),
        ...custom(of, `${of}.`),
      ],
    }),
  );
  const task = (id: string, word: 'taskOpen' | 'taskOverdueAsk' | 'taskDone', state: string): Pick => ({
    id,
    label: text(locale, word),
    condition: { field: 'task', op: 'has', value: { field: 'state', op: 'eq', value: state } },
  });
  const week = { field: 'at', op: 'between', value: ['today-6', 'today'] };
  const happened = (word: string): unknown => ({ and: [{ field: 'kind', op: 'in', value: [word] }, week] });
  const events: Pick[] = [
    { id: 'event', label: text(locale, 'anyEvent'), condition: { field: 'event', op: 'has', value: week } },
    ...eventsOf(kind).map((word): Pick => {
      const name = text(locale, `e_${word}`);
      const label = name.slice(0, 1).toUpperCase() + name.slice(1);
      return { id: `event-${word}`, label, condition: { field: 'event', op: 'has', value: happened(word) } };
    }),
  ];
  return [
    own,
    ...linked,
    {
      id: 'tasks',
      title: text(locale, 'tasks'),
      picks: [
        task('task-open', 'taskOpen', 'open'),
        task('task-overdue', 'taskOverdueAsk', 'overdue'),
        task('task-done', 'taskDone', 'completed'),
      ],
    },
    { id: 'events', title: text(locale, 'events'), picks: events },
    { id: 'presets', title: text(locale, 'presets'), picks: presets(boot, kind, closing) },
  ];
}

type PresetWord = 'mine' | 'noTasks' | 'overdue' | 'won' | 'lost' | 'deleted' | 'open';

function presets(boot: Bootstrap, kind: CardKind, closing: boolean): Pick[] {
  const one = (id: PresetWord, field: string, op: string, value: unknown): Pick => ({
    id,
    label: text(locale, id),
    preset: [{ field, op, value }],
  });
  const statuses = (word: string) =>
    boot.pipelines.flatMap((p) => p.statuses.filter((s) => s.kind === word).map((s) => s.id));
  const out = [
    one('mine', 'responsible', 'in', [boot.me.user.id]),
    one('noTasks', 'next_task', 'eq', 'none'),
    one('overdue', 'next_task', 'eq', 'overdue'),
  ];
  if (closing && kind === 'deal')
    out.push(
      one('open', 'is_closed', 'eq', false),
      one('won', 'status', 'in', statuses('won')),
      one('lost', 'status', 'in', statuses('lost')),
    );
  if (closing) out.push(one('deleted', 'deleted', 'eq', true));
  return out;
}

const plain = (s: string): string => s.toLowerCase().replaceAll('ё', 'е');

/** The lines that hold every typed word, in the field or in the name of its section. */
export function findPicks(sections: readonly Section[], query: string): Section[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...sections];
  return sections
    .map((s) => ({
      ...s,
      picks: s.picks.filter((p) => words.every((w) => plain(`${p.label} ${s.title}`).includes(w))),
    }))
    .filter((s) => s.picks.length > 0);
}

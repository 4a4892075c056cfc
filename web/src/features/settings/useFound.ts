import { type CardKind, useFields, useGroups, usePeople, usePipelines, useTaskTypes } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { matches } from '@/ui/option';
import locale from './locale';
import { sectionName } from './sectionName';
import type { Section } from './sections';

/** One place a search of the settings leads to. */
export interface Found {
  section: string;
  label: string;
  /** The section it stands in. */
  place: string;
  at?: string;
  kind?: CardKind;
  id?: number;
}

const MOST = 30;

/** Every setting whose words hold what was typed: sections, their controls, and what the account has made itself. */
export function useFound(sections: readonly Section[], query: string): Found[] {
  const t = useText(locale);
  const pipelines = usePipelines();
  const people = usePeople();
  const groups = useGroups();
  const types = useTaskTypes();
  const kinds: Record<CardKind, ReturnType<typeof useFields>> = {
    deal: useFields('deal'),
    contact: useFields('contact'),
    company: useFields('company'),
  };
  if (query.trim() === '') return [];

  const seen = new Set(sections.map((s) => s.id));
  const all: Found[] = sections.flatMap((s) => {
    const place = sectionName(t, s.id);
    return [
      { section: s.id, label: place, place },
      ...s.settings.map(({ at, label }) => ({ section: s.id, label: t(label as 'sTheme'), place, at })),
    ];
  });
  const own = (section: string, place: string, label: string, more: Partial<Found> = {}) => {
    if (seen.has(section)) all.push({ section, label, place, ...more });
  };
  for (const p of pipelines) {
    own('pipelines', t('pipelines'), p.name, { id: p.id });
    for (const s of p.statuses) own('pipelines', `${t('pipelines')}, ${p.name}`, s.name, { id: p.id });
  }
  for (const kind of ['deal', 'contact', 'company'] as const)
    for (const f of kinds[kind].fields) own('fields', `${t('fields')}, ${t(`k_${kind}`)}`, f.name, { kind, id: f.id });
  for (const p of people) own('users', t('users'), p.name);
  for (const g of groups) own('groups', t('groups'), g.name);
  for (const x of types) own('task-types', t('taskTypes'), x.name);
  return all.filter((f) => matches({ value: '', label: f.label }, query.trim())).slice(0, MOST);
}

import { useState } from 'react';
import type { CardKind } from '@/lib/bootstrap';
import { formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { Checkbox } from '@/ui/Checkbox';
import type { Preview } from './api';
import locale from './locale';
import { MergeRow } from './MergeRow';
import { carriedKinds, inOrder } from './model';
import { useValue } from './useValue';

const WORDS: Record<string, 'notes' | 'tasks' | 'files' | 'deals' | 'contacts' | 'tags'> = {
  note: 'notes',
  task: 'tasks',
  file: 'files',
  deals: 'deals',
  contacts: 'contacts',
  tag: 'tags',
};

/** The cards side by side: which one stays, whose value is taken, what moves over. */
export function MergeTable({
  kind,
  ids,
  preview,
  onKeep,
  onChoose,
}: {
  kind: CardKind;
  /** The cards in the order of the columns. */
  ids: readonly number[];
  preview: Preview;
  onKeep: (id: number) => void;
  onChoose: (key: string, id: number) => void;
}) {
  const t = useText(locale);
  const value = useValue(kind, preview.names);
  const [all, setAll] = useState(false);
  const lines = all ? preview.lines : preview.lines.filter((l) => l.differs);
  const sides = inOrder(preview, ids, (at) => preview.sides[at]).filter((s) => s !== undefined);
  const into = preview.sides[0]?.id;
  const kinds = carriedKinds(preview);
  return (
    <>
      <section aria-label={t(`mergeTitle_${kind}`)} className="overflow-x-auto rounded-control border border-line">
        <table className="w-full border-collapse [&_td]:border-t [&_td]:border-line [&_th]:font-normal">
          <thead>
            <tr>
              <th scope="col" className="caps w-[140px] min-w-[110px] px-3 py-2 text-left font-semibold!">
                {t('property')}
              </th>
              {sides.map((s) => (
                <th
                  key={s.id}
                  scope="col"
                  className={`min-w-[150px] px-3 py-2 text-left align-top ${s.id === into ? 'bg-selected' : ''}`}
                >
                  <label className="flex min-h-tap cursor-pointer items-start gap-2">
                    <input
                      type="radio"
                      name="into"
                      className="mt-1 accent-fill"
                      checked={s.id === into}
                      onChange={() => onKeep(s.id)}
                      aria-label={t('stay', { name: s.name })}
                    />
                    <span className="min-w-0">
                      <span className="block font-semibold break-words">{s.name}</span>
                      <span className="block text-small text-muted">
                        {s.id === into ? t('stays') : t('made', { when: formatWhen(s.created_at) })}
                      </span>
                    </span>
                  </label>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <MergeRow
                key={line.key}
                line={line}
                label={value.label(line)}
                cells={sides.map((s) => {
                  const at = preview.sides.indexOf(s);
                  return { id: s.id, name: s.name, text: value.text(line, line.values?.[at]), stays: s.id === into };
                })}
                onChoose={(id) => onChoose(line.key, id)}
              />
            ))}
            {kinds.map((what) => (
              <tr key={what} className="text-muted">
                <th scope="row" className="border-t border-line px-3 py-1.5 text-left">
                  {t(WORDS[what] ?? 'notes')}
                </th>
                {sides.map((s) => (
                  <td key={s.id} className={`tabular px-3 py-1.5 ${s.id === into ? 'bg-selected' : ''}`}>
                    {s.carried[what] ?? 0}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div className="mt-2 flex flex-wrap items-center justify-between gap-2">
        <Checkbox checked={all} onChange={setAll} label={t('showEqual')} />
        {(preview.tags?.length ?? 0) > 0 && (
          <span className="text-muted">{t('tagsGain', { names: (preview.tags ?? []).join(', ') })}</span>
        )}
      </div>
    </>
  );
}

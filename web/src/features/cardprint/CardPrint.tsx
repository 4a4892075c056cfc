import './print.css';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import { useCard } from '@/features/cardcore';
import { openTasksOf, orderTasks } from '@/features/tasks';
import { useAccount, useFields, useLossReasons, usePeopleById, usePipelines } from '@/lib/bootstrap';
import { formatDay, formatFull, formatMoney, formatPhone, formatTime } from '@/lib/format';
import { text, useText } from '@/lib/i18n';
import { toast } from '@/ui/toast';
import { MOST, notesToPrint } from './api';
import locale from './locale';
import { printGroups } from './model';
import { PrintLines } from './PrintLines';

/** The card as it goes on paper: fields, open tasks, notes. It stands beside the page and is seen by the printer alone. */
export function CardPrint({ onDone }: { onDone: () => void }) {
  const t = useText(locale);
  const { kind, card } = useCard();
  const account = useAccount();
  const people = usePeopleById();
  const pipeline = usePipelines().find((p) => p.id === card.pipeline_id);
  const reasons = useLossReasons();
  const { fields, groups } = useFields(kind);
  const notes = useQuery(notesToPrint(kind, card.id));
  const tasks = useQuery(openTasksOf(kind, card.id));
  const isReady = !!notes.data && !!tasks.data;
  const error = notes.error ?? tasks.error;

  useEffect(() => {
    if (!error) return;
    toast({ text: text(locale, 'failed'), detail: error.message, tone: 'bad' });
    onDone();
  }, [error, onDone]);
  useEffect(() => {
    if (!isReady) return;
    window.addEventListener('afterprint', onDone);
    const frame = requestAnimationFrame(() => window.print());
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('afterprint', onDone);
    };
  }, [isReady, onDone]);

  if (!isReady) return null;
  // Paper is read on another day: no "today" here.
  const when = (at: number) => `${formatDay(at)}, ${formatTime(at)}`;
  const who = (id: number) => people.get(id)?.name ?? t('someone');
  const status = pipeline?.statuses.find((s) => s.id === card.status_id);
  const reason = reasons.find((r) => r.id === card.loss_reason_id)?.name ?? '';
  const head = [
    { key: 'stage', label: t('stage'), value: status && pipeline ? `${pipeline.name}, ${status.name}` : '' },
    { key: 'reason', label: t('lossReason'), value: reason },
    { key: 'budget', label: t('budget'), value: kind === 'deal' ? formatMoney(card.price ?? 0) : '' },
    { key: 'responsible', label: t('responsible'), value: who(card.responsible_id) },
    { key: 'company', label: t('company'), value: card.company?.name ?? '' },
    {
      key: 'people',
      label: t('people'),
      value: (card.contacts ?? [])
        .map((p) => [p.name, p.phone && formatPhone(p.phone), p.email].filter(Boolean).join(', '))
        .join('\n'),
    },
    { key: 'tags', label: t('tags'), value: card.tags.map((tag) => tag.name).join(', ') },
    { key: 'created', label: t('created'), value: formatFull(card.created_at) },
  ].filter((line) => line.value);
  return createPortal(
    <article data-theme="light" className="print-sheet">
      <header className="mb-3 border-b-2 border-fg pb-2">
        <p className="flex justify-between gap-4 text-muted">
          <span>
            {account.name} · {t('number', { kind: t(kind), id: card.id })}
          </span>
          <span>{t('printed', { when: formatFull(Date.now() / 1000) })}</span>
        </p>
        <h1 className="text-big font-semibold">{card.name}</h1>
      </header>
      <PrintLines lines={head} />
      {printGroups(card, fields, groups).map((group) => (
        <section key={group.name}>
          {group.name && <h2 className="mt-4 mb-1 text-title font-semibold">{group.name}</h2>}
          <PrintLines lines={group.lines} />
        </section>
      ))}
      {tasks.data.length > 0 && (
        <section>
          <h2 className="mt-4 mb-1 text-title font-semibold">{t('tasks')}</h2>
          <ul>
            {orderTasks(tasks.data).map((task) => (
              <li key={task.id} className="border-b border-line py-1">
                <p className="break-words whitespace-pre-wrap">{task.text}</p>
                <p className="text-muted">
                  {task.is_all_day ? formatDay(task.due_at) : when(task.due_at)}, {who(task.responsible_id)}
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {notes.data.notes.length > 0 && (
        <section>
          <h2 className="mt-4 mb-1 text-title font-semibold">{t('notes')}</h2>
          {notes.data.isCut && <p className="text-muted">{t('cut', { n: MOST })}</p>}
          <ul>
            {notes.data.notes.map((note) => (
              <li key={note.id} className="border-b border-line py-1.5">
                <p className="text-muted">
                  {who(note.created_by)}, {when(note.created_at)}
                  {!!note.files?.length && `, ${t('files', { n: note.files.length })}`}
                </p>
                <p className="break-words whitespace-pre-wrap">{note.text}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </article>,
    document.body,
  );
}

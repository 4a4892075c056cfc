import { useQueryClient } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { DoneButton, useTaskVerbs } from '@/features/tasks';
import { formatFull, formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { attempt } from '@/ui/attempt';
import { IconButton } from '@/ui/IconButton';
import { finishNotice, type Notice, readNotice } from './api';
import locale from './locale';
import { isOpenTask } from './model';

/** One notice: what happened, about what, by whom and when. A task is ticked off where it stands. */
export function NoticeRow({ notice, onGo }: { notice: Notice; onGo: (path: string) => void }) {
  const t = useText(locale);
  const queries = useQueryClient();
  const verbs = useTaskVerbs();
  const fresh = notice.read_at === null;
  const settle = () => queries.invalidateQueries({ queryKey: ['notices'] });
  const open = () => {
    if (fresh) void attempt(readNotice(notice.id).finally(settle));
    onGo(notice.path);
  };
  const done = async () => {
    const id = notice.task?.id;
    if (!id) return;
    const ok = await attempt(verbs.complete(id, ''), { said: t('taskDone'), undo: () => attempt(verbs.reopen(id)) });
    if (ok) await attempt(finishNotice(notice.id));
    void settle();
  };
  const name = notice.text || notice.title;
  return (
    <li
      className="group/row -mx-2 flex items-start gap-2 rounded-control px-2 py-1.5 hover:bg-hover"
      data-notice={notice.kind}
    >
      {isOpenTask(notice) ? (
        <DoneButton name={name} onPress={() => void done()} />
      ) : (
        <span aria-hidden="true" className="grid size-tap shrink-0 place-items-center">
          <span className={fresh ? 'size-2 rounded-full bg-fill' : 'size-2'} />
        </span>
      )}
      <button type="button" onClick={open} className="min-w-0 flex-1 rounded-small text-left">
        <span className={fresh ? 'font-semibold' : 'text-muted'}>
          {notice.title}
          {fresh && <span className="sr-only">, {t('isNew')}</span>}
        </span>
        {(notice.text || notice.is_hidden) && (
          <span className="line-clamp-3 break-words whitespace-pre-line">
            {notice.is_hidden && !notice.text ? t('hidden') : notice.text}
          </span>
        )}
        <span className="block truncate text-small text-muted">
          {[notice.actor.name, formatWhen(notice.at)].filter(Boolean).join(' · ')}
          <span className="sr-only"> {formatFull(notice.at)}</span>
        </span>
      </button>
      {fresh && (
        <IconButton
          className="opacity-0 group-hover/row:opacity-100 focus-visible:opacity-100 max-desk:opacity-100"
          label={t('read')}
          icon={<Check size={14} />}
          onClick={() => void attempt(readNotice(notice.id).finally(settle))}
        />
      )}
    </li>
  );
}

import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useFields, useStatusesById } from '@/lib/bootstrap';
import { formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { useLostAt } from '@/lib/reach';
import { Button } from '@/ui/Button';
import { confirm } from '@/ui/confirm';
import { Textarea } from '@/ui/Textarea';
import locale from './locale';
import { cardAddress, parse, type Write } from './model';
import { UnsentClash } from './UnsentClash';
import { discard, retell, retry } from './verbs';
import { pathsOfWrite, pathWord } from './words';

/** One change that was not sent: what it is, how it stands with it, and what can be done. */
export function UnsentItem({ write, onLeave }: { write: Write; onLeave: () => void }) {
  const t = useText(locale);
  const { fields } = useFields((write.card.split('-')[0] || 'deal') as 'deal');
  const statuses = useStatusesById();
  const lost = useLostAt() > 0;
  const body = parse<{ text?: string; result?: string; status_id?: number }>(write.body);
  const part = write.kind === 'done' ? 'result' : 'text';
  const words = body[part];
  const [text, setText] = useState<string | null>(null);
  const what =
    write.kind === 'move'
      ? t('move', { stage: statuses.get(body.status_id ?? 0)?.name ?? '' })
      : write.kind === 'fields'
        ? t('fields', {
            names: pathsOfWrite(write)
              .map((path) => pathWord(path, fields, t))
              .join(', '),
          })
        : t(write.kind);
  async function drop() {
    if (await confirm({ title: t('discardTitle'), body: t('discardBody'), action: t('discard'), danger: true }))
      await discard(write.id);
  }
  return (
    <li className="flex flex-col gap-1 py-3" data-state={write.state}>
      <div className="flex items-baseline gap-2">
        {write.card ? (
          <Link
            to={cardAddress(write.card) as '/'}
            onClick={onLeave}
            className="min-w-0 truncate font-medium max-desk:-my-[11px] max-desk:py-[11px]"
          >
            {write.name || t('unknown')}
          </Link>
        ) : (
          <span className="min-w-0 truncate font-medium">{write.name || words}</span>
        )}
        <span className="tabular ml-auto shrink-0 text-small text-muted">
          {formatWhen(Math.floor(write.at / 1000), { time: true })}
        </span>
      </div>
      <p>{what}</p>
      {text === null ? (
        words && <p className="line-clamp-4 break-words whitespace-pre-wrap text-muted">{words}</p>
      ) : (
        <Textarea
          aria-label={t('unsentText')}
          minRows={2}
          maxRows={8}
          value={text}
          onChange={(e) => setText(e.target.value)}
        />
      )}
      <p className={`text-small ${write.state === 'waiting' ? 'text-muted' : 'text-warn'}`}>
        {write.state === 'waiting'
          ? t('stateWaiting')
          : write.state === 'conflict'
            ? t('stateConflict')
            : t('stateRefused', { why: write.why ?? '' })}
      </p>
      {write.state === 'conflict' ? (
        <UnsentClash write={write} fields={fields} />
      ) : (
        <div className="flex flex-wrap gap-2 pt-1">
          {text !== null ? (
            <>
              <Button
                variant="primary"
                disabled={!text.trim()}
                onClick={() => void retell(write, part, text.trim()).then(() => setText(null))}
              >
                {t('save')}
              </Button>
              <Button onClick={() => setText(null)}>{t('cancel')}</Button>
            </>
          ) : (
            <>
              {write.state === 'refused' && (
                <Button reason={lost ? t('needsLine') : undefined} onClick={() => void retry(write.id)}>
                  {t('retry')}
                </Button>
              )}
              {words && <Button onClick={() => setText(words)}>{t('edit')}</Button>}
              <Button variant="ghost" className="text-bad" onClick={() => void drop()}>
                {t('discard')}
              </Button>
            </>
          )}
        </div>
      )}
    </li>
  );
}

import { useState } from 'react';
import { ApiError } from '@/lib/api';
import { text, useText } from '@/lib/i18n';
import type { WorkHours } from '@/lib/workHours';
import { Block } from '@/ui/Block';
import { Button } from '@/ui/Button';
import { Switch } from '@/ui/Switch';
import { toast } from '@/ui/toast';
import { useSaveHours } from './api';
import { DaysEditor } from './DaysEditor';
import locale from './locale';
import { type Draft, draftOf, sameDraft } from './model';
import { WeekEditor } from './WeekEditor';

/** The hours of the account (0) or of one person: nothing is kept before Save is pressed, for every calendar feels it. */
export function HoursEditor({ user, account, own }: { user: number; account: WorkHours; own: WorkHours | undefined }) {
  const t = useText(locale);
  const save = useSaveHours();
  const saved = draftOf(user === 0 ? account : own);
  const [draft, setDraft] = useState<Draft>(saved);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<ApiError | null>(null);
  const changed = !sameDraft(draft, saved);
  const change = (patch: Partial<Draft>) => {
    setWrong(null);
    setDraft((was) => ({ ...was, ...patch }));
  };
  const at = (place: string) => wrong?.fields.find((f) => f.path === place || f.path.startsWith(`${place}.`))?.message;
  async function submit() {
    setBusy(true);
    const before = saved;
    try {
      await save(user, draft);
      toast({
        text: text(locale, 'saved'),
        undo: async () => {
          await save(user, before);
          setDraft(before);
        },
      });
    } catch (error) {
      if (error instanceof ApiError && error.fields.length) setWrong(error);
      else toast({ text: text(locale, 'failed'), detail: (error as Error).message, tone: 'bad' });
    } finally {
      setBusy(false);
    }
  }
  return (
    <>
      <Block title={t('week')} text={user === 0 ? t('weekLead') : undefined}>
        <div data-at="week" className="flex max-w-[880px] flex-col gap-3">
          {user !== 0 && (
            <Switch
              checked={!draft.week}
              label={t('likeAccount')}
              hint={t('likeAccountHint')}
              onChange={(like) => change({ week: like ? null : draftOf(account).week })}
            />
          )}
          {draft.week && (
            <WeekEditor week={draft.week} errors={(i) => at(`week.${i}`)} onChange={(week) => change({ week })} />
          )}
        </div>
      </Block>
      <Block title={t(user === 0 ? 'days' : 'ownDays')} text={t(user === 0 ? 'daysLead' : 'ownDaysLead')}>
        <div data-at="holidays" className="max-w-[880px]">
          <DaysEditor
            days={draft.days}
            own={user !== 0}
            errors={(i) => at(`days.${i}`)}
            onChange={(days) => change({ days })}
          />
        </div>
      </Block>
      <div className="flex gap-2 pt-4 pb-6">
        <Button variant="primary" disabled={!changed} loading={busy} onClick={() => void submit()}>
          {t('save')}
        </Button>
        {changed && <Button onClick={() => change(saved)}>{t('cancel')}</Button>}
      </div>
    </>
  );
}

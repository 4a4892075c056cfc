import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { ApiError } from '@/lib/api';
import { formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { CopyLine } from '@/ui/CopyLine';
import { Dialog } from '@/ui/Dialog';
import { ErrorState } from '@/ui/ErrorState';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { Select } from '@/ui/Select';
import { toast } from '@/ui/toast';
import { addLink, type FileView, linksOf, revokeLink } from './api';
import locale from './locale';

const DAYS = ['1', '7', '30', '0'] as const;

/** The public links of a file: made with a term and a password, counted, revoked. */
export function LinksDialog({ file, onClose }: { file: FileView; onClose: () => void }) {
  const t = useText(locale);
  const queries = useQueryClient();
  const links = useQuery(linksOf(file.id));
  const [days, setDays] = useState<(typeof DAYS)[number]>('7');
  const [password, setPassword] = useState('');
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const fresh = () => queries.invalidateQueries({ queryKey: ['file', file.id, 'links'] });

  async function make(e: FormEvent) {
    e.preventDefault();
    setBusy(true);
    setFault(undefined);
    try {
      const term = Number(days);
      await addLink(file.id, {
        ...(term ? { expires_at: Math.floor(Date.now() / 1000) + term * 86_400 } : {}),
        ...(password ? { password } : {}),
      });
      setPassword('');
      await fresh();
    } catch (error) {
      setFault((error as ApiError).field?.('password') ?? (error as Error).message);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Dialog open onClose={onClose} title={`${t('link')}: ${file.name}`} description={t('linkAbout')}>
      {links.error && <ErrorState compact error={links.error as ApiError} onRetry={() => void links.refetch()} />}
      <ul className="flex flex-col gap-3">
        {links.data?.map((l) => (
          <li key={l.id}>
            {l.url && <CopyLine value={l.url} label={t('publicLink')} />}
            <p className="mt-1 flex items-center gap-2 text-small text-muted">
              <span className="min-w-0 flex-1">
                {t('linkFacts', {
                  until: l.expires_at ? t('until', { when: formatWhen(l.expires_at, { time: true }) }) : t('noEnd'),
                  opened: l.opened,
                  downloaded: l.downloaded,
                })}
                {l.has_password && `, ${t('guarded')}`}
              </span>
              <Button
                variant="ghost"
                onClick={() =>
                  revokeLink(l.id).then(fresh, (error: Error) =>
                    toast({ text: t('failed'), detail: error.message, tone: 'bad' }),
                  )
                }
              >
                {t('revoke')}
              </Button>
            </p>
          </li>
        ))}
      </ul>
      <form onSubmit={(e) => void make(e)} className="mt-3 flex flex-wrap items-start gap-3 border-t border-line pt-3">
        <Field label={t('days')}>
          <Select
            value={days}
            onChange={(v) => setDays(v as (typeof DAYS)[number])}
            options={DAYS.map((d) => ({ value: d, label: t(`day${d}`) }))}
          />
        </Field>
        <Field label={t('password')} hint={t('passwordHint')} error={fault}>
          <Input value={password} maxLength={100} autoComplete="off" onChange={(e) => setPassword(e.target.value)} />
        </Field>
        <Button type="submit" size="form" variant="primary" loading={busy} className="mt-[22px]">
          {t('makeLink')}
        </Button>
      </form>
    </Dialog>
  );
}

import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { formatSize } from '@/features/files';
import { ApiError } from '@/lib/api';
import { useText } from '@/lib/i18n';
import { Block } from '@/ui/Block';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { NumberInput } from '@/ui/NumberInput';
import { toast } from '@/ui/toast';
import { type Space, saveLimits, space as spaceQuery } from './api';
import locale from './locale';
import { readKinds, shownLimit, storedLimit } from './model';

const shown = ({ limits, ceiling, plan }: Space) => ({
  max_file: shownLimit(limits.max_file, ceiling),
  max_space: shownLimit(limits.max_space, plan),
  max_user: shownLimit(limits.max_user, 0),
  forbidden: (limits.forbidden ?? []).join(', '),
});

/** What the account may store; nothing changes before Save. */
export function LimitsForm({ space }: { space: Space }) {
  const t = useText(locale);
  const queries = useQueryClient();
  const [draft, setDraft] = useState(() => shown(space));
  const [fault, setFault] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const [dirty, setDirty] = useState(false);
  const set = (patch: Partial<typeof draft>) => {
    setDraft((now) => ({ ...now, ...patch }));
    setDirty(true);
  };

  async function save(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    try {
      const { limits, ceiling, plan } = space;
      const now = await saveLimits({
        max_file: storedLimit(draft.max_file, limits.max_file, ceiling),
        max_space: storedLimit(draft.max_space, limits.max_space, plan),
        max_user: storedLimit(draft.max_user, limits.max_user, 0),
        forbidden: readKinds(draft.forbidden),
      });
      queries.setQueryData(spaceQuery.queryKey, now);
      setDraft(shown(now));
      setDirty(false);
      toast({ text: t('saved'), tone: 'ok' });
    } catch (refusal) {
      if (!(refusal instanceof ApiError)) throw refusal;
      setFault(refusal);
    } finally {
      setBusy(false);
    }
  }
  const size = (key: 'max_file' | 'max_space' | 'max_user', label: string, ceiling: number) => (
    <Field
      label={label}
      error={fault?.field(key)}
      hint={ceiling > 0 ? t('ceiling', { limit: formatSize(ceiling) }) : undefined}
    >
      <NumberInput min={0} max={1_000_000_000} value={draft[key]} onChange={(n) => set({ [key]: n || null })} />
    </Field>
  );
  return (
    <Block title={t('limits')} text={t('limitsText')} at="limits">
      <form className="flex max-w-[640px] flex-col gap-4" onSubmit={(event) => void save(event)}>
        <div className="grid items-start gap-4 desk:grid-cols-3">
          {size('max_file', t('maxFile'), space.ceiling)}
          {size('max_space', t('maxSpace'), space.plan)}
          {size('max_user', t('maxUser'), 0)}
        </div>
        <Field label={t('forbidden')} hint={t('forbiddenHint')} error={fault?.field('forbidden')}>
          <Input
            spellCheck={false}
            autoComplete="off"
            placeholder="exe, bat, cmd, scr, js"
            value={draft.forbidden}
            onChange={(e) => set({ forbidden: e.target.value })}
          />
        </Field>
        {fault && fault.fields.length === 0 && <p className="text-bad">{fault.message}</p>}
        <div>
          <Button type="submit" size="form" variant="primary" loading={busy} disabled={!dirty}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Block>
  );
}

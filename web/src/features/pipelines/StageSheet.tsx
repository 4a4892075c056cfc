import { Link } from '@tanstack/react-router';
import { type FormEvent, useId, useState } from 'react';
import { ApiError } from '@/lib/api';
import type { Status } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { ColorPicker } from '@/ui/ColorPicker';
import { Field } from '@/ui/Field';
import type { Hue } from '@/ui/hues';
import { Input } from '@/ui/Input';
import { NumberInput } from '@/ui/NumberInput';
import { Sheet } from '@/ui/Sheet';
import { Textarea } from '@/ui/Textarea';
import locale from './locale';

/** All of one stage: name, colour, what is to be done in it, when a deal is stale. */
export function StageSheet({
  status,
  onSave,
  onClose,
}: {
  status: Status;
  onSave: (patch: {
    name: string;
    hue: number;
    description: string;
    stale_days: number;
    probability: number;
  }) => Promise<unknown>;
  onClose: () => void;
}) {
  const t = useText(locale);
  const form = useId();
  const [draft, setDraft] = useState({
    name: status.name,
    hue: status.hue,
    description: status.description,
    stale_days: status.stale_days ?? 0,
    probability: status.probability ?? -1,
  });
  const [fault, setFault] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const set = (patch: Partial<typeof draft>) => setDraft({ ...draft, ...patch });

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    try {
      await onSave({ ...draft, name: draft.name.trim() });
      onClose();
    } catch (refusal) {
      if (!(refusal instanceof ApiError)) throw refusal;
      setFault(refusal);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Sheet
      open
      title={status.name}
      onClose={onClose}
      footer={
        <>
          <Button size="form" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" form={form} size="form" variant="primary" loading={busy}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <Field label={t('stageName')} error={fault?.field('name')} required>
          <Input maxLength={100} value={draft.name} onChange={(e) => set({ name: e.target.value })} />
        </Field>
        <Field label={t('hue')} error={fault?.field('hue')}>
          <ColorPicker value={draft.hue as Hue} onChange={(hue) => set({ hue })} />
        </Field>
        <Field label={t('stageText')} hint={t('stageTextHint')} error={fault?.field('description')}>
          <Textarea minRows={3} value={draft.description} onChange={(e) => set({ description: e.target.value })} />
        </Field>
        {status.kind === 'open' && (
          <>
            <Field label={t('stageStale')} hint={t('stageStaleHint')} error={fault?.field('stale_days')}>
              <NumberInput
                className="max-w-[120px]"
                min={0}
                max={3650}
                value={draft.stale_days || null}
                onChange={(n) => set({ stale_days: n ?? 0 })}
              />
            </Field>
            <Field label={t('stageProbability')} hint={t('stageProbabilityHint')} error={fault?.field('probability')}>
              <NumberInput
                className="max-w-[120px]"
                min={0}
                max={100}
                value={draft.probability < 0 ? null : draft.probability}
                onChange={(n) => set({ probability: n ?? -1 })}
              />
            </Field>
            <p className="text-small text-muted">
              {t('requiredWhere')}{' '}
              <Link
                to="/settings/$section"
                params={{ section: 'fields' }}
                search={{ kind: 'deal' }}
                className="text-accent underline underline-offset-2"
              >
                {t('fields')}
              </Link>
            </p>
          </>
        )}
        {fault && fault.fields.length === 0 && (
          <p role="alert" className="text-bad">
            {fault.message}
          </p>
        )}
      </form>
    </Sheet>
  );
}

import { useState } from 'react';
import { ApiError } from '@/lib/api';
import { type Status, usePipelines } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { type Hue, hueVar } from '@/ui/hues';
import { Select } from '@/ui/Select';
import { toast } from '@/ui/toast';
import locale from './locale';

/** Before a stage or pipeline goes: how many deals stand there, and where they go. */
export function MoveDealsDialog({
  title,
  action,
  said,
  deals,
  failed,
  except,
  first,
  onDelete,
  onClose,
}: {
  title: string;
  action: string;
  /** Said when it is done. */
  said: string;
  /** How many there are; not yet known while undefined. */
  deals: number | undefined;
  /** The count could not be had: the stage is then always asked for. */
  failed: boolean;
  /** Stages that go with it. */
  except: (status: Status) => boolean;
  first: Status | undefined;
  onDelete: (moveTo: number | undefined) => Promise<unknown>;
  onClose: () => void;
}) {
  const t = useText(locale);
  const pipelines = usePipelines();
  const [to, setTo] = useState(first ? String(first.id) : null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<ApiError | null>(null);
  // Deals this person may not see are counted by the server alone; its refusal then brings the choice.
  const asks = failed || (deals ?? 0) > 0 || !!fault?.field('move_to');
  const options = pipelines.flatMap((p) =>
    p.statuses
      .filter((s) => !except(s))
      .map((s) => ({
        value: String(s.id),
        label: s.name,
        hint: pipelines.length > 1 ? p.name : undefined,
        icon: (
          <span
            aria-hidden="true"
            className="size-2.5 shrink-0 rounded-full"
            style={{ backgroundColor: hueVar(s.hue as Hue) }}
          />
        ),
      })),
  );

  async function go() {
    setBusy(true);
    try {
      await onDelete(asks && to ? Number(to) : undefined);
      toast({ text: said });
      onClose();
    } catch (refusal) {
      if (!(refusal instanceof ApiError)) throw refusal;
      setFault(refusal);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      open
      size="small"
      title={title}
      description={deals ? t('dealsHere', { n: deals }) : deals === 0 && !asks ? t('noDealsHere') : undefined}
      onClose={onClose}
      footer={
        <>
          <Button size="form" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button
            size="form"
            variant="danger"
            loading={busy || (deals === undefined && !failed)}
            disabled={asks && !to}
            onClick={go}
          >
            {action}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {asks && (
          <Field label={t('moveTo')} error={fault?.field('move_to')} required>
            <Select value={to} onChange={setTo} options={options} />
          </Field>
        )}
        <p className="text-small text-muted">{t('stageRulesLost')}</p>
        {fault && fault.fields.length === 0 && (
          <p role="alert" className="text-bad">
            {fault.message}
          </p>
        )}
      </div>
    </Dialog>
  );
}

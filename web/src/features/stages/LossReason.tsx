import { Row, useCard } from '@/features/cardcore';
import { useLossReasons, useStatusesById } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { InlineEdit } from '@/ui/InlineEdit';
import { LaterSelect } from '@/ui/laterParts';
import locale from './locale';

/** Why a lost deal was lost. A won one has no such line. */
export function LossReason() {
  const t = useText(locale);
  const { card, save, locked } = useCard();
  const reasons = useLossReasons();
  const status = useStatusesById().get(card.status_id ?? 0);
  if (status?.kind !== 'lost') return null;
  return (
    <Row label={t('lossReason')} history={{ property: 'loss_reason' }}>
      <InlineEdit<number>
        label={t('lossReason')}
        value={card.loss_reason_id ?? 0}
        reason={locked}
        onSave={(id) => save({ loss_reason_id: id })}
        prepare={LaterSelect.preload}
        view={(id) => reasons.find((r) => r.id === id)?.name ?? <span className="text-muted">{t('noReason')}</span>}
        editor={(edit) => (
          <LaterSelect
            aria-label={t('lossReason')}
            value={String(edit.value)}
            onChange={(id) => edit.commit(Number(id))}
            options={[
              { value: '0', label: t('noReason') },
              ...reasons.map((r) => ({ value: String(r.id), label: r.name })),
            ]}
          />
        )}
      />
    </Row>
  );
}

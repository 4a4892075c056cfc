import { Row, useCard } from '@/features/cardcore';
import { LossReason } from '@/features/stages';
import { useMe, usePeople, usePeopleById, useStatusesById } from '@/lib/bootstrap';
import { formatMoney } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { Avatar } from '@/ui/Avatar';
import { InlineEdit } from '@/ui/InlineEdit';
import { LaterCombobox } from '@/ui/laterParts';
import { MoneyInput } from '@/ui/MoneyInput';
import locale from './locale';

/** What every card of a kind has: responsible, budget, why it was lost. */
export function CoreFields() {
  const t = useText(locale);
  const { kind, card, save, faults, locked } = useCard();
  const isLost = useStatusesById().get(card.status_id ?? 0)?.kind === 'lost';
  const me = useMe();
  const byId = usePeopleById();
  const people = usePeople()
    .filter((p) => p.is_active)
    .map((p) => ({ value: String(p.id), label: p.name, icon: <Avatar name={p.name} size={16} /> }))
    .sort((a, b) => Number(b.value === String(me.id)) - Number(a.value === String(me.id)));
  const who = byId.get(card.responsible_id);
  const whoName = who ? (who.is_active ? who.name : t('left', { name: who.name })) : '';
  return (
    <>
      {kind === 'deal' && (
        <Row label={t('budget')} error={faults.price} history={{ property: 'budget' }}>
          <InlineEdit<number | null>
            label={t('budget')}
            value={card.price ?? 0}
            reason={locked}
            invalid={!!faults.price}
            onSave={(price) => save({ price: price ?? 0 })}
            view={(price) => <span className="tabular font-medium">{formatMoney(price ?? 0)}</span>}
            editor={(edit) => (
              <MoneyInput
                compact
                aria-label={t('budget')}
                {...{ autoFocus: true }}
                value={edit.value}
                onChange={edit.onChange}
              />
            )}
          />
        </Row>
      )}
      <Row label={t('responsible')} error={faults.responsible_id} history={{ property: 'responsible' }}>
        <InlineEdit<number>
          label={t('responsible')}
          value={card.responsible_id}
          reason={locked}
          onSave={(id) => save({ responsible_id: id })}
          prepare={LaterCombobox.preload}
          view={() => (
            <span className="flex min-w-0 items-center gap-1.5">
              <Avatar name={whoName} size={20} />
              <span className="truncate">{whoName}</span>
            </span>
          )}
          editor={(edit) => (
            <LaterCombobox
              compact
              autoFocus
              clearable={false}
              aria-label={t('responsible')}
              placeholder={t('pickPerson')}
              options={people}
              value={people.find((p) => p.value === String(edit.value)) ?? null}
              onChange={(p) => p && edit.commit(Number(p.value))}
            />
          )}
        />
      </Row>
      {isLost && <LossReason />}
    </>
  );
}

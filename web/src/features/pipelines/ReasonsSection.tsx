import { X } from 'lucide-react';
import { useLossReasons } from '@/lib/bootstrap';
import { asIs, moved, useChange } from '@/lib/change';
import { useText } from '@/lib/i18n';
import { AddLine } from '@/ui/AddLine';
import { attempt } from '@/ui/attempt';
import { Block } from '@/ui/Block';
import { confirm } from '@/ui/confirm';
import { EmptyState } from '@/ui/EmptyState';
import { IconButton } from '@/ui/IconButton';
import { InlineEdit } from '@/ui/InlineEdit';
import { SortableList } from '@/ui/SortableList';
import { createReason, deleteReason, orderReasons, renameReason } from './api';
import locale from './locale';

/** Why deals are lost: names in place, order by drag. */
export function ReasonsSection() {
  const t = useText(locale);
  const reasons = useLossReasons();
  const change = useChange();
  type Reason = (typeof reasons)[number];

  const rename = (r: Reason, name: string) =>
    change(
      (boot) => ({ ...boot, loss_reasons: boot.loss_reasons.map((x) => (x.id === r.id ? { ...x, name } : x)) }),
      () => renameReason(r.id, name),
    );
  const order = (next: readonly Reason[]) =>
    attempt(
      change(
        (boot) => ({ ...boot, loss_reasons: [...next] }),
        () => orderReasons(next.map((r) => r.id)),
      ),
    );
  async function remove(r: Reason) {
    const yes = await confirm({
      title: t('deleteReasonAsk', { name: r.name }),
      body: t('deleteReasonText'),
      action: t('del'),
      danger: true,
    });
    if (!yes) return;
    await attempt(
      change(
        (boot) => ({ ...boot, loss_reasons: boot.loss_reasons.filter((x) => x.id !== r.id) }),
        () => deleteReason(r.id),
      ),
    );
  }

  return (
    <Block text={t('reasonsLead')}>
      {reasons.length === 0 ? (
        <EmptyState compact title={t('noReasons')} text={t('noReasonsText')} />
      ) : (
        <div className="overflow-hidden rounded-control border border-line bg-surface">
          <SortableList
            label={t('reasons')}
            items={reasons}
            getKey={(r) => String(r.id)}
            getName={(r) => r.name}
            onMove={(from, to) => void order(moved(reasons, from, to))}
            renderItem={(r) => (
              <div className="flex items-center gap-1">
                <InlineEdit
                  value={r.name}
                  label={t('name')}
                  onSave={(name) =>
                    name.trim() &&
                    void attempt(rename(r, name.trim()), {
                      said: t('renamed', { name: name.trim() }),
                      undo: () => attempt(rename(r, r.name)),
                    })
                  }
                />
                <IconButton
                  size="small"
                  label={`${t('del')}: ${r.name}`}
                  icon={<X size={14} />}
                  onClick={() => void remove(r)}
                />
              </div>
            )}
          />
        </div>
      )}
      <AddLine label={t('addReason')} onAdd={(name) => attempt(change(asIs, () => createReason(name)))} />
    </Block>
  );
}

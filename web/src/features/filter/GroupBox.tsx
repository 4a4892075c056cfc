import { Plus, X } from 'lucide-react';
import type { CardKind } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { IconButton } from '@/ui/IconButton';
import { SegmentedControl } from '@/ui/SegmentedControl';
import { ConditionLine } from './ConditionLine';
import locale from './locale';
import { DEPTH, type Group, isGroup, put } from './tree';

/** One group: how its parts go together, the conditions, the groups in it. */
export function GroupBox({
  kind,
  group,
  path,
  open,
  onOpen,
  onAdd,
  onChange,
  onRemove,
  onGone,
}: {
  kind: CardKind;
  group: Group;
  /** The places that lead to it. */
  path: readonly number[];
  /** The path of the condition whose editor is open. */
  open: string;
  onOpen: (path: string) => void;
  /** A condition is wanted in the group of a path. */
  onAdd: (path: readonly number[]) => void;
  onChange: (path: readonly number[], change: (g: Group) => Group) => void;
  onRemove?: () => void;
  /** A part was taken out, and the focus with it. */
  onGone: () => void;
}) {
  const t = useText(locale);
  const root = path.length === 0;
  const own = (change: (g: Group) => Group) => onChange(path, change);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would ask for a legend that is drawn
    <div
      role="group"
      aria-label={t(root ? 'conditions' : 'group')}
      className={cx('flex flex-col gap-2', !root && 'rounded-control border border-line bg-sunken p-2')}
    >
      <div className="flex flex-wrap items-center gap-2">
        {root && <span className="text-muted">{t('match')}</span>}
        <SegmentedControl
          label={t('match')}
          value={group.any ? 'any' : 'all'}
          onChange={(next) => own((g) => ({ ...g, any: next === 'any' }))}
          segments={[
            { value: 'all', label: t('matchAll') },
            { value: 'any', label: t('matchAny') },
          ]}
        />
        {onRemove && (
          <IconButton
            className="ml-auto"
            label={t('removeItem', { name: t('group') })}
            icon={<X aria-hidden="true" size={14} />}
            onClick={onRemove}
          />
        )}
      </div>
      {group.items.length === 0 && <p className="text-muted">{t(root ? 'noConditions' : 'groupEmpty')}</p>}
      {group.items.map((item, i) => {
        const here = [...path, i];
        const remove = () => {
          onOpen('');
          own((g) => put(g, i, null));
          onGone();
        };
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the place names a part
          <div key={i} className="flex items-start gap-2">
            <span className="w-8 shrink-0 pt-1.5 text-right text-small text-muted" aria-hidden={i === 0}>
              {i > 0 && t(group.any ? 'or' : 'and')}
            </span>
            <div className="min-w-0 flex-1">
              {isGroup(item) ? (
                <GroupBox
                  {...{ kind, open, onOpen, onAdd, onChange, onGone }}
                  group={item}
                  path={here}
                  onRemove={remove}
                />
              ) : (
                <ConditionLine
                  kind={kind}
                  condition={item}
                  open={open === here.join('.')}
                  onOpen={(on) => onOpen(on ? here.join('.') : '')}
                  onChange={(next) => own((g) => put(g, i, next))}
                  onRemove={remove}
                />
              )}
            </div>
          </div>
        );
      })}
      <div className="flex gap-1 pl-10">
        <Button variant="ghost" icon={<Plus size={16} />} onClick={() => onAdd(path)}>
          {t('addCondition')}
        </Button>
        {path.length < DEPTH && (
          <Button
            variant="ghost"
            icon={<Plus size={16} />}
            onClick={() => own((g) => ({ ...g, items: [...g.items, { any: !g.any, items: [] }] }))}
          >
            {t('addGroup')}
          </Button>
        )}
      </div>
    </div>
  );
}

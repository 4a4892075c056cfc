import { useSuspenseQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { bootstrap, type CardKind } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Chip } from '@/ui/Chip';
import { PopoverPanel } from '@/ui/PopoverPanel';
import { Sheet } from '@/ui/Sheet';
import { useWide } from '@/ui/useWide';
import { FieldPicker } from './FieldPicker';
import { FilterChip } from './FilterChip';
import { GroupPanel } from './laterParts';
import locale from './locale';
import { type Condition, type Group, isGroup, put, readTree, writeTree } from './tree';
import { groupText } from './words';

const NOTHING: Group = { any: false, items: [] };

/** The conditions of a filter as chips, the choice of a field at the filter's button, and the panel of groups. */
export function FilterParts({
  kind,
  value,
  onChange,
  closing,
  anchor,
  picking,
  onPicking,
}: {
  kind: CardKind;
  /** The tree as JSON, empty for none. */
  value: string;
  onChange: (json: string) => void;
  closing: boolean;
  /** The filter's button. */
  anchor: HTMLElement | null;
  picking: boolean;
  onPicking: (open: boolean) => void;
}) {
  const t = useText(locale);
  const { data: boot } = useSuspenseQuery(bootstrap);
  const wide = useWide();
  const [draft, setDraft] = useState(() => readTree(value) ?? NOTHING);
  const [sent, setSent] = useState(value);
  const [open, setOpen] = useState<number | null>(null);
  const [panel, setPanel] = useState(false);
  /** A field was picked: its editor has the focus next. */
  const picked = useRef(false);
  if (sent !== value) {
    setSent(value);
    setDraft(readTree(value) ?? NOTHING);
    setOpen(null);
  }
  const foreign = readTree(value) === null;
  function change(next: Group) {
    setDraft(next);
    const json = writeTree(next);
    if (json === sent) return;
    setSent(json);
    onChange(json);
  }
  function close() {
    setPanel(false);
    onPicking(false);
  }
  if (picking) picked.current = false;
  function leave() {
    picked.current = true;
    onPicking(false);
  }
  function add(condition: Condition) {
    leave();
    change({ ...draft, items: [...draft.items, condition] });
    setOpen(draft.items.length);
  }
  // A phone has no room for a chip's own editor beside the list: the whole filter stands in one sheet.
  const all = panel || (picking && !wide && draft.items.length > 0);
  const groups = <GroupPanel kind={kind} group={draft} onChange={change} closing={closing} />;
  const picker = (
    <FieldPicker
      kind={kind}
      closing={closing}
      onPick={add}
      onPreset={(items) => {
        onPicking(false);
        change({ any: false, items });
      }}
      onAll={() => {
        leave();
        setPanel(true);
      }}
    />
  );
  return (
    <>
      {foreign && <Chip label={t('complex')} value={t('complexText')} onRemove={() => change(NOTHING)} />}
      {draft.items.map((item, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same field may stand twice; its place names a condition
        <span key={i} className="contents">
          {draft.any && i > 0 && <span className="text-muted">{t('or')}</span>}
          {isGroup(item) ? (
            <Chip
              label={t(item.any ? 'chipEither' : 'chipTogether')}
              value={groupText(boot, kind, item)}
              aria-haspopup="dialog"
              onClick={() => setPanel(true)}
              onRemove={() => change(put(draft, i, null))}
              className="max-desk:max-w-[280px]!"
            />
          ) : (
            <FilterChip
              kind={kind}
              condition={item}
              open={open === i}
              onOpen={(on) => setOpen(on ? i : null)}
              onChange={(next) => change(put(draft, i, next))}
            />
          )}
        </span>
      ))}
      {wide ? (
        <>
          <PopoverPanel
            anchor={anchor}
            title={t('addTitle')}
            open={picking}
            onOpenChange={onPicking}
            staysAway={() => picked.current}
            className="p-0!"
          >
            {picker}
          </PopoverPanel>
          <PopoverPanel
            anchor={anchor}
            title={t('conditions')}
            open={panel}
            onOpenChange={setPanel}
            className="w-[460px]"
          >
            {groups}
          </PopoverPanel>
        </>
      ) : (
        <Sheet open={all || picking} onClose={close} title={t(all ? 'conditions' : 'addTitle')}>
          {all ? groups : picker}
        </Sheet>
      )}
    </>
  );
}

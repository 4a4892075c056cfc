import { useQuery } from '@tanstack/react-query';
import { Bookmark } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { CardKind } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { later } from '@/ui/later';
import { Popover } from '@/ui/Popover';
import { viewsOptions } from './api';
import locale from './locale';
import { differs, firstView, type Shown } from './model';

const ViewsPanel = later(() => import('./ViewsPanel').then((m) => m.ViewsPanel));

/** The kinds whose list was opened since the page was loaded: its first view is shown once. */
const begun = new Set<CardKind>();

/** The button of saved views: those every account has, one's own, the shared ones. */
export function ViewsButton({
  kind,
  pipeline,
  shown,
  saved,
  onChoose,
}: {
  kind: CardKind;
  /** Counts are of this pipeline. */
  pipeline?: number;
  shown: Shown;
  /** The saved view the page began with. */
  saved?: number | undefined;
  onChoose: (view: Shown, saved?: number) => void;
}) {
  const t = useText(locale);
  const [open, setOpen] = useState(false);
  const { data: shelf } = useQuery(viewsOptions(kind));
  const first = shelf && firstView(shelf);
  const active = shelf?.items.find((view) => view.id === saved);
  const changed = !!active && differs(shown, active);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the views have come; an address with a filter wins
  useEffect(() => {
    if (!shelf || begun.has(kind)) return;
    begun.add(kind);
    if (first && shown.filter === '') onChoose(first, Number(shelf.default) || undefined);
  }, [shelf, kind]);
  return (
    <Popover
      title={t('views')}
      open={open}
      onOpenChange={setOpen}
      className="w-[320px]"
      trigger={
        <Button variant="ghost" icon={<Bookmark size={16} />} onPointerDown={() => void ViewsPanel.preload()}>
          <span className="max-w-[200px] truncate max-desk:sr-only">{active?.name ?? t('views')}</span>
          {changed && <span className="text-small font-normal text-warn max-desk:sr-only">{t('changed')}</span>}
        </Button>
      }
    >
      <ViewsPanel
        kind={kind}
        pipeline={pipeline}
        shown={shown}
        active={active}
        changed={changed}
        onChoose={(view, id) => {
          setOpen(false);
          onChoose(view, id);
        }}
      />
    </Popover>
  );
}

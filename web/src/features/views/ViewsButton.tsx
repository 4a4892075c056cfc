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
import { firstView, type Shown } from './model';

const ViewsPanel = later(() => import('./ViewsPanel').then((m) => m.ViewsPanel));

/** The kinds whose list was opened since the page was loaded: its first view is shown once. */
const begun = new Set<CardKind>();

/** The button of saved views: those every account has, one's own, the shared ones. */
export function ViewsButton({
  kind,
  pipeline,
  shown,
  onChoose,
}: {
  kind: CardKind;
  /** Counts are of this pipeline. */
  pipeline?: number;
  shown: Shown;
  onChoose: (view: Shown) => void;
}) {
  const t = useText(locale);
  const [open, setOpen] = useState(false);
  const { data: shelf } = useQuery(viewsOptions(kind));
  const first = shelf && firstView(shelf);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the views have come; an address with a filter wins
  useEffect(() => {
    if (!shelf || begun.has(kind)) return;
    begun.add(kind);
    if (first && shown.filter === '') onChoose(first);
  }, [shelf, kind]);
  return (
    <Popover
      title={t('views')}
      open={open}
      onOpenChange={setOpen}
      className="w-[320px]"
      trigger={
        <Button variant="ghost" icon={<Bookmark size={16} />} onPointerDown={() => void ViewsPanel.preload()}>
          <span className="max-desk:sr-only">{t('views')}</span>
        </Button>
      }
    >
      <ViewsPanel
        kind={kind}
        pipeline={pipeline}
        shown={shown}
        onChoose={(view) => {
          setOpen(false);
          onChoose(view);
        }}
      />
    </Popover>
  );
}

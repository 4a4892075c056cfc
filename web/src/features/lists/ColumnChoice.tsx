import type { CardKind } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Checkbox } from '@/ui/Checkbox';
import { SortableList } from '@/ui/SortableList';
import { withOrder } from './layout';
import locale from './locale';
import { useColumnNames } from './useColumnNames';
import { useColumns } from './useColumns';

/** The columns of a list to choose from, those shown in their order. */
export function ColumnChoice({ kind }: { kind: CardKind }) {
  const t = useText(locale);
  const names = useColumnNames(kind);
  const { specs, columns, known, save } = useColumns(kind);
  const shown = columns.filter((c) => c !== 'name');
  const hidden = known.filter((c) => !columns.includes(c));
  return (
    <div className="flex max-h-[60vh] w-[280px] flex-col gap-1 overflow-y-auto">
      <SortableList
        label={t('columns')}
        items={shown}
        getKey={(c) => c}
        getName={names}
        renderItem={(c) => (
          <Checkbox checked label={names(c)} onChange={() => void save(specs.filter((x) => x.name !== c))} />
        )}
        onMove={(from, to) => {
          void save(withOrder(specs, from + 1, to + 1));
        }}
      />
      {hidden.map((c) => (
        <Checkbox key={c} checked={false} label={names(c)} onChange={() => void save([...specs, { name: c }])} />
      ))}
      <Button variant="ghost" className="mt-1 self-start" onClick={() => void save(null)}>
        {t('resetColumns')}
      </Button>
    </div>
  );
}

import { Rows3 } from 'lucide-react';
import { type CardKind, useFields } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { IconButton } from '@/ui/IconButton';
import { openMenu } from '@/ui/openMenu';
import { groupColumns } from './groups';
import locale from './locale';
import { useColumnNames } from './useColumnNames';

/** The button that says what the rows of a list are parted by. */
export function GroupButton({
  kind,
  value,
  onChange,
}: {
  kind: CardKind;
  value: string | undefined;
  onChange: (by: string | undefined) => void;
}) {
  const t = useText(locale);
  const names = useColumnNames(kind);
  const { fields } = useFields(kind);
  const name = (column: string) => (column.endsWith('_at') ? t('groupMonth', { name: names(column) }) : names(column));
  return (
    <IconButton
      icon={<Rows3 size={16} />}
      label={value ? t('groupedBy', { name: name(value) }) : t('groupBy')}
      pressed={!!value}
      onClick={(event) =>
        openMenu({
          anchor: event.currentTarget,
          align: 'end',
          items: [
            { id: 'none', label: t('groupNo'), checked: !value, onSelect: () => onChange(undefined) },
            { kind: 'separator', id: 'sep' },
            ...groupColumns(kind, fields).map((c) => ({
              id: c,
              label: name(c),
              checked: value === c,
              onSelect: () => onChange(c),
            })),
          ],
        })
      }
    />
  );
}

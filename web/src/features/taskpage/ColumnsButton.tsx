import { Columns3 } from 'lucide-react';
import { useText } from '@/lib/i18n';
import { Checkbox } from '@/ui/Checkbox';
import { IconButton } from '@/ui/IconButton';
import { Popover } from '@/ui/Popover';
import { TASK_COLUMNS, type TaskColumnName } from './columns';
import locale from './locale';

const NAMES = {
  when: 'colWhen',
  card: 'colCard',
  type: 'colType',
  who: 'colWho',
  repeat: 'colRepeat',
  created: 'colCreated',
} as const;

/** Which columns the list shows. */
export function ColumnsButton({
  value,
  onChange,
}: {
  value: readonly TaskColumnName[];
  onChange: (columns: TaskColumnName[]) => void;
}) {
  const t = useText(locale);
  return (
    <Popover
      title={t('columns')}
      align="end"
      className="w-[200px]"
      trigger={<IconButton size="small" label={t('columns')} icon={<Columns3 aria-hidden="true" size={14} />} />}
    >
      <div className="flex flex-col items-start gap-1 text-body font-normal normal-case">
        {TASK_COLUMNS.map((name) => (
          <Checkbox
            key={name}
            checked={value.includes(name)}
            label={t(NAMES[name])}
            onChange={(on) => onChange(TASK_COLUMNS.filter((c) => (c === name ? on : value.includes(c))))}
          />
        ))}
      </div>
    </Popover>
  );
}

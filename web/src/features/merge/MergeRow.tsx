import { useText } from '@/lib/i18n';
import { cx } from '@/ui/cx';
import type { Line } from './api';
import locale from './locale';

/** One property of the cards; a press takes the value of one, or those of all. */
export function MergeRow({
  line,
  label,
  cells,
  onChoose,
}: {
  line: Line;
  label: string;
  cells: readonly { id: number; name: string; text: string; stays: boolean }[];
  onChoose: (id: number) => void;
}) {
  const t = useText(locale);
  return (
    <tr>
      <th scope="row" className="border-t border-line px-3 py-1.5 text-left align-top text-muted">
        {label}
        {line.many && line.differs && (
          <label className="flex min-h-tap cursor-pointer items-center gap-2 text-fg">
            <input
              type="radio"
              name={line.key}
              className="accent-fill"
              checked={line.from === 0}
              onChange={() => onChoose(0)}
              aria-label={t('joinedOf', { property: label })}
            />
            {t('joined')}
          </label>
        )}
      </th>
      {cells.map((cell) => {
        const taken = line.from === 0 ? cell.text !== '' : line.from === cell.id;
        return (
          <td key={cell.id} className={cx('px-3 py-1.5 align-top', cell.stays && 'bg-selected')}>
            {cell.text === '' ? (
              <span className="text-muted">{t('nothing')}</span>
            ) : line.differs ? (
              <label className="flex min-h-tap cursor-pointer items-start gap-2">
                <input
                  type="radio"
                  name={line.key}
                  className="mt-0.5 accent-fill"
                  checked={line.from === cell.id}
                  onChange={() => onChoose(cell.id)}
                  aria-label={t('take', { property: label, name: cell.name })}
                />
                <span className={cx('min-w-0 break-words', taken ? 'font-medium' : 'text-muted')}>{cell.text}</span>
              </label>
            ) : (
              <span className="break-words">{cell.text}</span>
            )}
          </td>
        );
      })}
    </tr>
  );
}

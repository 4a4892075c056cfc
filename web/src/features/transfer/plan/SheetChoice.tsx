import { formatNumber } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { Select } from '@/ui/Select';
import { type ImportDetail, putSheet } from '../api';
import locale from '../locale';

const HEADS = Array.from({ length: 20 }, (_, i) => i + 1);

/** Which sheet, and which of its rows holds the titles. Another choice is guessed anew. */
export function SheetChoice({
  detail,
  onReplace,
}: {
  detail: ImportDetail;
  onReplace: (pending: Promise<ImportDetail>) => void;
}) {
  const t = useText(locale);
  const { plan, sheets, format } = detail;
  if (format === 'vcf') return null;
  const heads = HEADS.includes(plan.head_row) || plan.head_row === 0 ? HEADS : [...HEADS, plan.head_row];
  return (
    <>
      {sheets.length > 1 && (
        <Select
          compact
          aria-label={t('sheet')}
          value={String(plan.sheet)}
          onChange={(next) => onReplace(putSheet(detail.id, Number(next), 0))}
          options={sheets.map((s) => ({
            value: String(s.index),
            label: t('sheetNamed', { name: s.name }),
            hint:
              [s.rows > 0 && t('rowCount', { n: s.rows }), s.hidden && t('hiddenSheet')].filter(Boolean).join(', ') ||
              undefined,
          }))}
        />
      )}
      <Select
        compact
        aria-label={t('headRow')}
        value={String(plan.head_row)}
        onChange={(next) => onReplace(putSheet(detail.id, plan.sheet, next === '0' ? -1 : Number(next)))}
        options={[
          { value: '0', label: t('noHead') },
          ...heads.map((n) => ({ value: String(n), label: t('headIn', { n: formatNumber(n) }) })),
        ]}
      />
    </>
  );
}

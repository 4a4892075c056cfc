import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { TemplateMenu } from '@/features/templates';
import { ApiError } from '@/lib/api';
import { formatNumber } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { Block } from '@/ui/Block';
import { Button } from '@/ui/Button';
import { PageHeader } from '@/ui/PageHeader';
import { type ImportDetail, importDetail, preview, startImport } from '../api';
import { BackToImports } from '../BackToImports';
import locale from '../locale';
import { sumPreview } from '../model';
import { ColumnMap } from './ColumnMap';
import { PlanSettings } from './PlanSettings';
import { PreviewTable } from './PreviewTable';
import { SheetChoice } from './SheetChoice';
import { usePlan } from './usePlan';

/** A draft: where the columns go, what the first rows become, what is done with doubles; then the start. */
export function ImportPlan({ detail: stored }: { detail: ImportDetail }) {
  const t = useText(locale);
  const queries = useQueryClient();
  const plan = usePlan(stored);
  const { detail } = plan;
  const rows = useQuery(preview(detail.id));
  const [starting, setStarting] = useState(false);
  const total = detail.progress.total;
  const sum = sumPreview(rows.data ?? []);

  async function start() {
    setStarting(true);
    try {
      if (!(await plan.settle())) return;
      await startImport(detail.id);
      await queries.invalidateQueries({ queryKey: importDetail(detail.id).queryKey });
    } catch (refusal) {
      if (!(refusal instanceof ApiError)) throw refusal;
      plan.setFault(refusal);
    } finally {
      setStarting(false);
    }
  }

  const general =
    plan.fault?.fields.find((f) => !f.path.startsWith('columns.'))?.message ??
    (plan.fault?.fields.length ? t('faultInColumns') : plan.fault?.message);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader
        title={detail.file_name}
        before={<BackToImports />}
        meta={total > 0 ? t('rowCount', { n: total }) : undefined}
      >
        <TemplateMenu importId={detail.id} settle={plan.settle} onUse={plan.replace} />
        <Button variant="primary" loading={starting} disabled={!detail.can.start} onClick={() => void start()}>
          {total > 0 ? t('startRows', { n: total }) : t('start')}
        </Button>
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {general && (
          <p role="alert" className="border-b border-line bg-bad-soft px-4 py-2 text-bad">
            {general}
          </p>
        )}
        <div className="grid gap-x-8 gap-y-6 px-4 pt-4 pb-16 wide:grid-cols-[minmax(0,1fr)_320px]">
          <div className="min-w-0">
            <Block
              title={t('columns')}
              text={t('columnsText')}
              actions={<SheetChoice detail={detail} onReplace={(pending) => void plan.replace(pending)} />}
            >
              <ColumnMap detail={detail} fault={plan.fault} onChange={plan.change} />
            </Block>
            <Block
              title={t('preview')}
              text={
                rows.data && (
                  <>
                    {t('previewText', { n: sum.rows })}
                    {sum.rejected > 0 && <span className="text-bad"> {t('previewRejected', { n: sum.rejected })}</span>}
                    {sum.flawed > 0 && <span className="text-warn"> {t('previewFlawed', { n: sum.flawed })}</span>}
                  </>
                )
              }
            >
              <PreviewTable
                detail={detail}
                rows={rows.data}
                error={rows.error}
                stale={plan.busy || rows.isFetching}
                onRetry={() => void rows.refetch()}
              />
            </Block>
          </div>
          <aside aria-label={t('settings')} className="min-w-0">
            <PlanSettings detail={detail} fault={plan.fault} onChange={plan.change} />
            <p className="tabular mt-6 text-small text-muted">
              {detail.format.toUpperCase()} · {t('columnCount', { n: detail.columns.length })} ·{' '}
              {formatNumber(Math.round(detail.file_size / 1024))} {t('kb')}
            </p>
          </aside>
        </div>
      </div>
    </div>
  );
}

import { TemplateList } from '@/features/templates';
import { useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import { Block } from '@/ui/Block';
import { ForbiddenState } from '@/ui/ForbiddenState';
import { PageHeader } from '@/ui/PageHeader';
import { ImportHistory } from './ImportHistory';
import { ImportUpload } from './ImportUpload';
import locale from './locale';

/** Where a table comes in, and what came in before. */
export function ImportPage() {
  const t = useText(locale);
  const allowed = can(useSession(), 'import');
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader title={t('import')} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {allowed ? (
          <div className="mx-auto max-w-[880px] px-4 pt-6 pb-16">
            <ImportUpload />
            <TemplateList className="mt-8" />
            <Block title={t('history')} className="mt-8">
              <ImportHistory bare />
            </Block>
          </div>
        ) : (
          <ForbiddenState right={t('import')} />
        )}
      </div>
    </div>
  );
}

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Ellipsis, LayoutTemplate } from 'lucide-react';
import { useState } from 'react';
import { usePeopleById } from '@/lib/bootstrap';
import { formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { attempt } from '@/ui/attempt';
import { Block } from '@/ui/Block';
import { confirm } from '@/ui/confirm';
import { IconButton } from '@/ui/IconButton';
import { NameDialog } from '@/ui/NameDialog';
import { openMenu } from '@/ui/openMenu';
import { deleteTemplate, renameTemplate, type Template, templates } from './api';
import locale from './locale';

/** The saved templates, to be renamed and deleted. Draws nothing while there are none. */
export function TemplateList({ className }: { className?: string }) {
  const t = useText(locale);
  const queries = useQueryClient();
  const people = usePeopleById();
  const { data: list = [] } = useQuery(templates);
  const [naming, setNaming] = useState<Template | null>(null);
  const renew = () => queries.invalidateQueries({ queryKey: templates.queryKey });

  async function remove(template: Template) {
    const { name } = template;
    if (
      !(await confirm({ title: t('removeTitle', { name }), body: t('removeBody'), action: t('remove'), danger: true }))
    )
      return;
    await attempt(deleteTemplate(template.id).finally(renew), { said: t('removed', { name }) });
  }
  const menu = (template: Template, anchor: HTMLElement) =>
    openMenu({
      anchor,
      align: 'end',
      items: [
        {
          id: 'rename',
          label: t('rename'),
          reason: template.can_edit ? undefined : t('notYours'),
          onSelect: () => setNaming(template),
        },
        {
          id: 'delete',
          label: t('remove'),
          danger: true,
          reason: template.can_edit ? undefined : t('notYours'),
          onSelect: () => void remove(template),
        },
      ],
    });
  if (list.length === 0) return null;
  return (
    <Block title={t('templates')} text={t('lead')} className={className}>
      <ul className="overflow-hidden rounded-control border border-line bg-surface">
        {list.map((template) => (
          <li key={template.id} className="flex items-center gap-3 border-b border-line px-3 py-2 last:border-b-0">
            <LayoutTemplate aria-hidden="true" size={18} className="text-muted" />
            <div className="min-w-0 flex-1">
              <div className="truncate font-medium">{template.name}</div>
              <div className="truncate text-small text-muted">
                {[
                  t('columns', { n: template.columns }),
                  people.get(template.created_by)?.name,
                  formatWhen(template.updated_at, { time: true }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </div>
            </div>
            <IconButton
              label={t('more', { name: template.name })}
              icon={<Ellipsis size={16} />}
              onClick={(event) => menu(template, event.currentTarget)}
            />
          </li>
        ))}
      </ul>
      {naming && (
        <NameDialog
          title={t('rename')}
          label={t('name')}
          value={naming.name}
          onSave={(name) => renameTemplate(naming.id, name).finally(renew)}
          onClose={() => setNaming(null)}
        />
      )}
    </Block>
  );
}

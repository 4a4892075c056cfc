import { useQueryClient } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { useText } from '@/lib/i18n';
import { attempt } from '@/ui/attempt';
import { Button } from '@/ui/Button';
import { NameDialog } from '@/ui/NameDialog';
import { openMenu } from '@/ui/openMenu';
import { toast } from '@/ui/toast';
import { type ImportDetail, layTemplate, saveTemplate, type Template, templates } from './api';
import locale from './locale';

/** On the plan of an import: use a saved template, or keep the plan as one. */
export function TemplateMenu({
  importId,
  settle,
  onUse,
}: {
  importId: number;
  /** Sends what was changed and not sent yet; false when it was refused. */
  settle: () => Promise<boolean>;
  onUse: (pending: Promise<ImportDetail>) => Promise<void>;
}) {
  const t = useText(locale);
  const queries = useQueryClient();
  const [naming, setNaming] = useState(false);
  const [busy, setBusy] = useState(false);

  async function use(template: Template) {
    await onUse(layTemplate(importId, template.id));
    toast({ text: t('applied', { name: template.name }) });
  }
  async function save(name: string) {
    const made = await saveTemplate(importId, name);
    void queries.invalidateQueries({ queryKey: templates.queryKey });
    toast({ text: t('saved', { name: made.name }) });
  }
  async function open(anchor: HTMLElement) {
    setBusy(true);
    try {
      const known = await queries.fetchQuery(templates);
      openMenu({
        anchor,
        align: 'end',
        items: [
          ...known.map((template) => ({
            id: String(template.id),
            label: template.name,
            onSelect: () => void use(template),
          })),
          ...(known.length > 0 ? [{ kind: 'separator' as const, id: 's' }] : []),
          {
            id: 'save',
            label: t('save'),
            onSelect: () => void settle().then((good) => setNaming(good)),
          },
        ],
      });
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <Button aria-haspopup="menu" loading={busy} onClick={(event) => void attempt(open(event.currentTarget))}>
        {t('template')}
        <ChevronDown aria-hidden="true" size={14} />
      </Button>
      {naming && (
        <NameDialog
          title={t('saveTitle')}
          label={t('name')}
          hint={t('saveHint')}
          value=""
          onSave={save}
          onClose={() => setNaming(false)}
        />
      )}
    </>
  );
}

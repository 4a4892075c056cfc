import { fieldText } from '@/features/fields';
import { useFields, useLossReasons, usePeopleById } from '@/lib/bootstrap';
import { formatMoney, formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { useCard } from './cardContext';
import locale from './locale';
import { baseOf, type CardPatch, partOf } from './model';

/** Two people changed the same thing: both values are shown, and one is chosen. */
export function ConflictDialog() {
  const t = useText(locale);
  const { kind, conflict, settle } = useCard();
  const { fields } = useFields(kind);
  const people = usePeopleById();
  const reasons = useLossReasons();
  if (!conflict) return null;
  const { patch, paths, now } = conflict;
  const theirs = baseOf(now, patch);

  function label(path: string): string {
    if (path.startsWith('fields.')) return fields.find((f) => `fields.${f.id}` === path)?.name ?? path;
    if (path === 'name') return kind === 'contact' ? t('personName') : t('name');
    if (path === 'price') return t('budget');
    if (path === 'company_id') return t('company');
    return path === 'loss_reason_id' ? t('lossReason') : t('responsible');
  }
  function shown(of: CardPatch, path: string): string {
    const part = partOf(of, [path]);
    const field = fields.find((f) => `fields.${f.id}` === path);
    if (field) return fieldText(field, part.fields?.[field.id] ?? []) || t('empty');
    if (part.name !== undefined) return part.name;
    if (part.price !== undefined) return formatMoney(part.price);
    if (part.responsible_id !== undefined) return people.get(part.responsible_id)?.name ?? t('someone');
    if (part.loss_reason_id !== undefined)
      return reasons.find((r) => r.id === part.loss_reason_id)?.name ?? t('noReason');
    if (part.company_id !== undefined)
      return part.company_id === now.company?.id ? now.company.name : t('number', { id: part.company_id });
    return t('empty');
  }
  const name = people.get(now.updated_by)?.name ?? t('someone');
  return (
    <Dialog
      open
      onClose={() => settle(false)}
      title={t('conflictTitle')}
      description={t('conflictText', { name, when: formatWhen(now.updated_at, { time: true }) })}
      footer={
        <>
          <Button size="form" onClick={() => settle(false)}>
            {t('keepTheirs')}
          </Button>
          <Button size="form" variant="primary" onClick={() => settle(true)}>
            {t('keepMine')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {paths.map((path) => (
          <section key={path} aria-label={label(path)}>
            <h3 className="pb-1 font-medium">{label(path)}</h3>
            <dl className="grid gap-2 desk:grid-cols-2">
              {(
                [
                  ['conflictMine', patch],
                  ['conflictTheirs', theirs],
                ] as const
              ).map(([title, of]) => (
                <div key={title} className="rounded-control border border-line px-3 py-2">
                  <dt className="text-small text-muted">{t(title)}</dt>
                  <dd className="break-words whitespace-pre-wrap">{shown(of, path)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

import { useText } from '@/lib/i18n';
import { Field } from '@/ui/Field';
import { Select } from '@/ui/Select';
import type { Catalogue } from './api';
import locale from './locale';
import { type RuleDraft, startingParams } from './model';
import { ParamInput } from './ParamInput';

/** Which action, and its form as the catalogue describes it. */
export function ActionForm({
  draft,
  known,
  webhooks,
  error,
  onChange,
}: {
  draft: RuleDraft;
  known: Catalogue;
  webhooks: readonly { id: number; name: string; url: string }[];
  error: (path: string) => string | undefined;
  onChange: (draft: RuleDraft) => void;
}) {
  const t = useText(locale);
  const offered = known.items.filter((a) => a.cards.includes(draft.kind));
  const action = known.items.find((a) => a.kind === draft.action);
  const names = [...(known.placeholders[draft.kind] ?? [])];
  return (
    <div className="flex max-w-[560px] flex-col gap-4">
      <Field label={t('action')} error={error('action')}>
        <Select
          value={draft.action}
          onChange={(kind) => {
            const next = offered.find((a) => a.kind === kind);
            if (next) onChange({ ...draft, action: kind, params: startingParams(next, draft.params) });
          }}
          options={offered.map((a) => ({ value: a.kind, label: t(`action_${a.kind}` as 'action_move') }))}
        />
      </Field>
      {action?.params.map((p) => (
        <ParamInput
          key={`${action.kind}:${p.name}`}
          action={action.kind}
          param={p}
          kind={draft.kind}
          value={draft.params[p.name] ?? (p.widget === 'delay' ? p.default : undefined)}
          placeholders={names}
          webhooks={webhooks}
          error={error(p.name)}
          onChange={(value) => onChange({ ...draft, params: { ...draft.params, [p.name]: value } })}
        />
      ))}
    </div>
  );
}

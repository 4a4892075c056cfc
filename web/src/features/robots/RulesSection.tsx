import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { type ComponentType, useState } from 'react';
import { bootstrap, type CardKind } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Block } from '@/ui/Block';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { rules, webhooks } from './api';
import locale from './locale';
import { draftOf, type RuleDraft } from './model';
import { RuleEditor } from './RuleEditor';
import { RuleLine } from './RuleLine';
import { RuleRuns } from './RuleRuns';

/** Edits a filter tree; the page that shows the rules brings it. */
export interface ConditionProps {
  kind: CardKind;
  value: string;
  onChange: (json: string) => void;
}

/** The rules as sentences with their switches, and the log of what they did. */
export function RulesSection({ Condition }: { Condition: ComponentType<ConditionProps> }) {
  const t = useText(locale);
  const navigate = useNavigate();
  const { id } = useSearch({ strict: false }) as { id?: number };
  const { data: boot } = useSuspenseQuery(bootstrap);
  const list = useQuery(rules);
  const hooks = useQuery(webhooks);
  const [making, setMaking] = useState<RuleDraft | null>(null);
  const known = { boot, webhooks: hooks.data ?? [] };
  const open = (next?: number) =>
    void navigate({ to: '/settings/$section', params: { section: 'rules' }, search: next ? { id: next } : {} });

  if (list.isError) return <ErrorState compact error={list.error} onRetry={() => list.refetch()} />;
  const all = list.data ?? [];
  const rule = all.find((r) => r.id === id);
  if (making)
    return (
      <RuleEditor rule={null} start={making} known={known} Condition={Condition} onClose={() => setMaking(null)} />
    );
  if (rule)
    return (
      <RuleEditor
        key={rule.id}
        rule={rule}
        start={draftOf(rule)}
        known={known}
        Condition={Condition}
        onClose={() => open()}
      />
    );

  const stage = boot.pipelines[0]?.statuses[1] ?? boot.pipelines[0]?.statuses[0];
  const make = () => setMaking(draftOf(null));
  return (
    <>
      <Block
        text={t('lead')}
        actions={
          <Button variant="primary" icon={<Plus aria-hidden="true" size={16} />} onClick={make}>
            {t('newRule')}
          </Button>
        }
      >
        {list.data && all.length === 0 ? (
          <EmptyState
            compact
            title={t('empty')}
            text={t('emptyText')}
            action={
              <Button
                onClick={() =>
                  setMaking({
                    ...draftOf(null),
                    status: stage?.id ?? null,
                    params: { text: `${t('recipeText')} {{deal.name}}`, due: { amount: 1, unit: 'days' } },
                  })
                }
              >
                {t('recipe')}
              </Button>
            }
          />
        ) : (
          <ul aria-label={t('rules')} className="overflow-hidden rounded-control border border-line bg-surface">
            {all.map((r) => (
              <RuleLine key={r.id} rule={r} known={known} onOpen={() => open(r.id)} />
            ))}
          </ul>
        )}
      </Block>
      {all.length > 0 && <RuleRuns rule={null} rules={all} known={known} />}
    </>
  );
}

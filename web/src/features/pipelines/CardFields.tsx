import { type Pipeline, useFields } from '@/lib/bootstrap';
import { useChange } from '@/lib/change';
import { useText } from '@/lib/i18n';
import { attempt } from '@/ui/attempt';
import { Block } from '@/ui/Block';
import { MultiSelect } from '@/ui/MultiSelect';
import { updatePipeline } from './api';
import locale from './locale';
import { withPipeline } from './model';

/** The most fields a card has room for. */
const MOST = 4;

/** Which own fields the cards of the pipeline's board show. */
export function CardFields({ pipeline }: { pipeline: Pipeline }) {
  const t = useText(locale);
  const change = useChange();
  const { fields } = useFields('deal');
  const options = fields.map((f) => ({ value: String(f.id), label: f.name }));
  const chosen = pipeline.card_fields.flatMap((id) => options.find((o) => o.value === String(id)) ?? []);
  const put = (ids: number[]) =>
    change(
      (boot) => withPipeline(boot, pipeline.id, (p) => ({ ...p, card_fields: ids })),
      () => updatePipeline(pipeline.id, { card_fields: ids }),
    );
  if (fields.length === 0) return null;
  return (
    <Block title={t('cardFields')} text={t('cardFieldsLead')} at="card-fields">
      <MultiSelect
        aria-label={t('cardFields')}
        className="max-w-[520px]"
        placeholder={chosen.length === 0 ? t('cardFieldsNone') : undefined}
        value={chosen}
        options={chosen.length >= MOST ? chosen : options}
        onChange={(next) => void attempt(put(next.slice(0, MOST).map((o) => Number(o.value))))}
      />
      {chosen.length >= MOST && <p className="text-small text-muted">{t('cardFieldsFull', { n: MOST })}</p>}
    </Block>
  );
}

import { useSuspenseQuery } from '@tanstack/react-query';
import { Braces } from 'lucide-react';
import { useRef } from 'react';
import { bootstrap, type CardKind } from '@/lib/bootstrap';
import { text, useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import type { MenuItem } from '@/ui/menuModel';
import { openMenu } from '@/ui/openMenu';
import { Textarea } from '@/ui/Textarea';
import locale from './locale';
import { insertAt } from './model';
import { placeholderName, readable } from './words';

/** A text that may hold values of the card; they are put in from a menu, and the text is read back in words. */
export function TemplateInput({
  value,
  placeholders,
  kind,
  max,
  onChange,
}: {
  value: string;
  placeholders: readonly string[];
  kind: CardKind;
  max: number;
  onChange: (value: string) => void;
}) {
  const t = useText(locale);
  const { data: boot } = useSuspenseQuery(bootstrap);
  const area = useRef<HTMLTextAreaElement>(null);

  function put(name: string) {
    const el = area.current;
    const at = insertAt(value, el?.selectionStart ?? value.length, el?.selectionEnd ?? value.length, name);
    onChange(at.text);
    requestAnimationFrame(() => {
      el?.focus();
      el?.setSelectionRange(at.caret, at.caret);
    });
  }
  function items(): MenuItem[] {
    const row = (name: string): MenuItem => ({
      id: name,
      label: placeholderName(name, boot),
      onSelect: () => put(name),
    });
    const own = (boot.fields[kind]?.fields ?? []).map((f) => row(`${kind}.field.${f.id}`));
    const groups: MenuItem[] = (['deal', 'contact', 'company'] as const)
      .map(
        (g): MenuItem => ({
          kind: 'group',
          id: g,
          label: text(locale, `kind_${g}`),
          items: placeholders.filter((p) => p.startsWith(`${g}.`)).map(row),
        }),
      )
      .filter((g) => g.kind === 'group' && g.items.length > 0);
    const rest = placeholders.filter((p) => !/^(deal|contact|company)\./.test(p)).map(row);
    return [
      ...groups,
      ...(own.length > 0 ? [{ kind: 'sub' as const, id: 'own', label: text(locale, 'customFields'), items: own }] : []),
      { kind: 'separator', id: 's' },
      ...rest,
    ];
  }

  return (
    <>
      <Textarea ref={area} minRows={3} maxLength={max} value={value} onChange={(e) => onChange(e.target.value)} />
      {placeholders.length > 0 && (
        <div className="flex flex-wrap items-center gap-2">
          <Button
            variant="ghost"
            className="-ml-2"
            icon={<Braces aria-hidden="true" size={14} />}
            onClick={(event) => openMenu({ anchor: event.currentTarget, items: items() })}
          >
            {t('insert')}
          </Button>
          {/\{\{/.test(value) && (
            <span className="min-w-0 flex-1 truncate text-small text-muted">{readable(value, boot)}</span>
          )}
        </div>
      )}
    </>
  );
}

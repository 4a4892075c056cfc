import { useMemo } from 'react';
import { fieldText } from '@/features/fields';
import { type CardKind, useFields, usePeopleById, useStatusesById } from '@/lib/bootstrap';
import { formatMoney } from '@/lib/format';
import { useText } from '@/lib/i18n';
import type { Line, Preview } from './api';
import locale from './locale';
import { fieldOf } from './model';

const POINTS = { company_id: 'company', main_contact_id: 'contact' } as const;

/** How a line of a merge is called, and how a value of it reads. */
export function useValue(kind: CardKind, names: Preview['names'] = []) {
  const t = useText(locale);
  const { fields } = useFields(kind);
  const people = usePeopleById();
  const statuses = useStatusesById();
  return useMemo(() => {
    const field = (line: Pick<Line, 'key'>) => fields.find((f) => f.id === fieldOf(line));
    return {
      label: (line: Pick<Line, 'key'>): string => {
        if (fieldOf(line) > 0) return field(line)?.name ?? t('removedField');
        if (line.key === 'name' && kind === 'contact') return t('personName');
        return t(line.key as 'price');
      },
      text: (line: Pick<Line, 'key'>, value: unknown): string => {
        const f = field(line);
        if (value === null || value === undefined) return '';
        if (f) return fieldText(f, value as unknown[]);
        switch (line.key) {
          case 'price':
            return formatMoney(Number(value));
          case 'responsible_id':
            return people.get(Number(value))?.name ?? `№ ${value}`;
          case 'status_id':
            return statuses.get(Number(value))?.name ?? `№ ${value}`;
          case 'company_id':
          case 'main_contact_id': {
            const pointed = POINTS[line.key];
            return names.find((n) => n.kind === pointed && n.id === value)?.name ?? t('hidden');
          }
        }
        return String(value);
      },
    };
  }, [kind, names, fields, people, statuses, t]);
}

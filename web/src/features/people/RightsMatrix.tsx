import { useText } from '@/lib/i18n';
import { Table } from '@/ui/Table';
import { TableCell } from '@/ui/TableCell';
import { TableHeadCell } from '@/ui/TableHeadCell';
import { TableRow } from '@/ui/TableRow';
import type { Rights } from './api';
import locale from './locale';
import { ACTIONS, KINDS, scopeOf, withScope } from './model';
import { ScopeCell } from './ScopeCell';

/** Kinds of records by actions: whose records each right reaches. */
export function RightsMatrix({
  rights,
  disabled,
  onChange,
}: {
  rights: Rights;
  disabled: boolean;
  onChange: (rights: Rights) => void;
}) {
  const t = useText(locale);
  return (
    <Table label={t('matrix')} className="rounded-control border border-line">
      <thead>
        <tr>
          <TableHeadCell name={t('records')} pinned />
          {ACTIONS.map((a) => (
            <TableHeadCell key={a}>{t(`action_${a}`)}</TableHeadCell>
          ))}
        </tr>
      </thead>
      <tbody>
        {KINDS.map((kind) => (
          <TableRow key={kind}>
            <TableCell head pinned className="min-w-[96px]">
              {t(`kind_${kind}`)}
            </TableCell>
            {ACTIONS.map((action) => (
              <TableCell key={action} className="min-w-[116px] px-0.5!">
                <ScopeCell
                  scope={scopeOf(rights, kind, action)}
                  name={`${t(`kind_${kind}`)}, ${t(`action_${action}`)}`}
                  disabled={disabled}
                  onChange={(scope) => onChange(withScope(rights, kind, action, scope))}
                />
              </TableCell>
            ))}
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}

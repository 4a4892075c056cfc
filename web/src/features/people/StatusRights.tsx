import { X } from 'lucide-react';
import { usePipelines } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Combobox } from '@/ui/Combobox';
import { type Hue, hueVar } from '@/ui/hues';
import { IconButton } from '@/ui/IconButton';
import { Table } from '@/ui/Table';
import { TableCell } from '@/ui/TableCell';
import { TableHeadCell } from '@/ui/TableHeadCell';
import { TableRow } from '@/ui/TableRow';
import type { Rights } from './api';
import locale from './locale';
import { ACTIONS, type Scope, scopeOf, statusScope, withStatusScope } from './model';
import { ScopeCell } from './ScopeCell';

/** Stages where deals are seen or changed by fewer people than elsewhere. */
export function StatusRights({
  rights,
  disabled,
  onChange,
}: {
  rights: Rights;
  disabled: boolean;
  onChange: (rights: Rights) => void;
}) {
  const t = useText(locale);
  const pipelines = usePipelines();
  const all = pipelines.flatMap((p) =>
    p.statuses.map((s) => ({
      value: String(s.id),
      label: s.name,
      hint: p.name,
      icon: (
        <span
          aria-hidden="true"
          className="size-2.5 shrink-0 rounded-full"
          style={{ backgroundColor: hueVar(s.hue as Hue) }}
        />
      ),
    })),
  );
  const narrowed = all.filter((s) => rights.statuses?.[s.value]);
  function drop(id: string) {
    const { [id]: _, ...rest } = rights.statuses ?? {};
    onChange({ ...rights, statuses: rest });
  }
  /** A new line begins with the strictest: only one's own deals, or none. */
  function add(id: string) {
    const row: Record<string, Scope> = {};
    for (const a of ACTIONS)
      if (scopeOf(rights, 'deal', a) !== 'none') row[a] = scopeOf(rights, 'deal', a) === 'own' ? 'none' : 'own';
    onChange({ ...rights, statuses: { ...rights.statuses, [id]: row } });
  }
  return (
    <div className="flex flex-col gap-3">
      {narrowed.length > 0 && (
        <Table label={t('narrowing')} className="rounded-control border border-line">
          <thead>
            <tr>
              <TableHeadCell pinned>{t('stage')}</TableHeadCell>
              {ACTIONS.map((a) => (
                <TableHeadCell key={a}>{t(`action_${a}`)}</TableHeadCell>
              ))}
              <TableHeadCell name={t('remove')} />
            </tr>
          </thead>
          <tbody>
            {narrowed.map((s) => (
              <TableRow key={s.value}>
                <TableCell head pinned className="min-w-[140px]">
                  <span className="flex items-center gap-2">
                    {s.icon}
                    <span className="truncate">{s.label}</span>
                  </span>
                </TableCell>
                {ACTIONS.map((action) => (
                  <TableCell key={action} className="min-w-[108px] px-0.5!">
                    <ScopeCell
                      scope={statusScope(rights, Number(s.value), action)}
                      widest={scopeOf(rights, 'deal', action)}
                      name={`${s.label}, ${t(`action_${action}`)}`}
                      disabled={disabled}
                      onChange={(scope) => onChange(withStatusScope(rights, Number(s.value), action, scope))}
                    />
                  </TableCell>
                ))}
                <TableCell>
                  {!disabled && (
                    <IconButton
                      size="small"
                      label={`${t('remove')}: ${s.label}`}
                      icon={<X size={14} />}
                      onClick={() => drop(s.value)}
                    />
                  )}
                </TableCell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      )}
      {!disabled && (
        <Combobox
          className="max-w-[320px]"
          aria-label={t('narrowAdd')}
          placeholder={t('narrowAdd')}
          options={all.filter((s) => !rights.statuses?.[s.value])}
          value={null}
          onChange={(s) => s && add(s.value)}
        />
      )}
    </div>
  );
}

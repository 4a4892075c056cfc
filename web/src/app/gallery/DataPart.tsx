import { useState } from 'react';
import { formatMoney, formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { Avatar } from '@/ui/Avatar';
import { Checkbox } from '@/ui/Checkbox';
import { Chip } from '@/ui/Chip';
import { Dropzone } from '@/ui/Dropzone';
import { type Hue, hueVar } from '@/ui/hues';
import { Ring } from '@/ui/Ring';
import { SortableList } from '@/ui/SortableList';
import { Stepper } from '@/ui/Stepper';
import { Table } from '@/ui/Table';
import { TableCell } from '@/ui/TableCell';
import { TableHeadCell } from '@/ui/TableHeadCell';
import { TableRow } from '@/ui/TableRow';
import { Toolbar } from '@/ui/Toolbar';
import locale from './locale';
import { Part } from './Part';
import { Row } from './Row';

const ROWS = [
  { id: 1, name: 'companyA', sum: 125_000_000, ring: 'red', who: 'person1', ago: 0 },
  { id: 2, name: 'companyB', sum: 48_250_050, ring: 'green', who: 'person2', ago: 86_400 },
  { id: 3, name: 'companyC', sum: 9_900_000, ring: 'orange', who: 'person3', ago: 12 * 86_400 },
  { id: 4, name: 'nameValue', sum: 1_730_000_000, ring: 'none', who: 'person1', ago: 400 * 86_400 },
] as const;

export function DataPart() {
  const t = useText(locale);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set([2]));
  const [sort, setSort] = useState<'asc' | 'desc'>('desc');
  const [stages, setStages] = useState([1, 2, 3, 4] as (1 | 2 | 3 | 4)[]);
  const now = Math.floor(Date.now() / 1000);
  const rows = [...ROWS].sort((a, b) => (sort === 'asc' ? a.sum - b.sum : b.sum - a.sum));
  const toggle = (id: number) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <Part title={t('data')} wide>
      <div className="overflow-hidden rounded-control border border-line">
        <Toolbar label={t('filter')}>
          <Chip label={t('stage')} value={t('stage2')} onRemove={() => undefined} />
          <Chip label={t('responsible')} value={t('person1')} onRemove={() => undefined} />
          <Chip label={t('tags')} />
        </Toolbar>
        <Table label={t('table')} className="max-h-[240px]">
          <thead>
            <tr>
              <TableHeadCell width={44}>
                <Checkbox
                  aria-label={t('selectAll')}
                  checked={chosen.size === ROWS.length}
                  mixed={chosen.size > 0 && chosen.size < ROWS.length}
                  onChange={(on) => setChosen(new Set(on ? ROWS.map((r) => r.id) : []))}
                />
              </TableHeadCell>
              <TableHeadCell>{t('name')}</TableHeadCell>
              <TableHeadCell align="right" sort={sort} onSort={() => setSort(sort === 'asc' ? 'desc' : 'asc')}>
                {t('budget')}
              </TableHeadCell>
              <TableHeadCell>{t('responsible')}</TableHeadCell>
              <TableHeadCell>{t('created')}</TableHeadCell>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <TableRow key={row.id} selected={chosen.has(row.id)}>
                <TableCell>
                  <Checkbox
                    aria-label={t('selectRow', { name: t(row.name) })}
                    checked={chosen.has(row.id)}
                    onChange={() => toggle(row.id)}
                  />
                </TableCell>
                <TableCell head>
                  <span className="flex items-center gap-2">
                    <Ring reserve state={row.ring} />
                    <span className="truncate">{t(row.name)}</span>
                  </span>
                </TableCell>
                <TableCell numeric>{formatMoney(row.sum, 'RUB')}</TableCell>
                <TableCell>
                  <span className="flex items-center gap-1.5">
                    <Avatar name={t(row.who)} />
                    {t(row.who)}
                  </span>
                </TableCell>
                <TableCell>{formatWhen(now - row.ago)}</TableCell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      </div>
      <Row>
        <Stepper
          label={t('steps')}
          current={1}
          onStep={() => undefined}
          steps={[t('step1'), t('step2'), t('step3'), t('step4')]}
        />
      </Row>
      <div className="grid grid-cols-1 gap-4 desk:grid-cols-2">
        <Dropzone accept=".csv,.xlsx" hint={t('dropHint')} onFiles={() => undefined} />
        <div className="overflow-hidden rounded-control border border-line">
          <SortableList
            label={t('order')}
            items={stages}
            getKey={String}
            getName={(s) => t(`stage${s}`)}
            onMove={(from, to) => {
              const next = [...stages];
              next.splice(to, 0, ...next.splice(from, 1));
              setStages(next);
            }}
            renderItem={(s) => (
              <span className="flex items-center gap-2">
                <span
                  aria-hidden="true"
                  style={{ backgroundColor: hueVar((s * 3) as Hue) }}
                  className="size-2 rounded-full"
                />
                {t(`stage${s}`)}
              </span>
            )}
          />
        </div>
      </div>
    </Part>
  );
}

import { Copy, Ellipsis, GitMerge, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { confirm } from '@/ui/confirm';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { IconButton } from '@/ui/IconButton';
import { Menu } from '@/ui/Menu';
import type { MenuItem } from '@/ui/menuModel';
import { openMenu } from '@/ui/openMenu';
import { Popover } from '@/ui/Popover';
import { Sheet } from '@/ui/Sheet';
import { Tabs } from '@/ui/Tabs';
import { Textarea } from '@/ui/Textarea';
import { toast } from '@/ui/toast';
import locale from './locale';
import { Part } from './Part';
import { Row } from './Row';

export function LayersPart() {
  const t = useText(locale);
  const [open, setOpen] = useState<'dialog' | 'sheet' | 'card' | null>(null);
  const [tab, setTab] = useState<'main' | 'goods' | 'files'>('main');
  const close = () => setOpen(null);
  const nothing = () => undefined;
  const items: MenuItem[] = [
    { id: 'edit', label: t('edit'), icon: <Pencil size={14} />, keys: 'e', onSelect: nothing },
    {
      kind: 'sub',
      id: 'move',
      label: t('moveTo'),
      items: [
        { id: '1', label: t('stage1'), checked: false, onSelect: nothing },
        { id: '2', label: t('stage2'), checked: true, onSelect: nothing },
        { id: '3', label: t('stage3'), checked: false, onSelect: nothing },
      ],
    },
    { id: 'copy', label: t('copyLink'), icon: <Copy size={14} />, onSelect: nothing },
    { id: 'merge', label: t('merge'), icon: <GitMerge size={14} />, reason: t('mergeReason'), onSelect: nothing },
    { kind: 'separator', id: 's' },
    { id: 'delete', label: t('delete'), icon: <Trash2 size={14} />, danger: true, onSelect: nothing },
  ];
  const ask = (n: number) =>
    confirm({ title: t('deleteTitle', { n }), body: t('deleteText'), action: t('delete'), count: n });
  return (
    <Part title={t('layers')}>
      <Row>
        <Menu trigger={<Button>{t('menu')}</Button>} items={items} />
        <IconButton
          label={t('rowMenu')}
          aria-haspopup="menu"
          icon={<Ellipsis aria-hidden="true" size={16} />}
          onClick={(event) => openMenu({ anchor: event.currentTarget, items })}
        />
        <Popover title={t('popover')} trigger={<Button>{t('popover')}</Button>}>
          <Field label={t('note')}>
            <Textarea placeholder={t('notePlaceholder')} />
          </Field>
        </Popover>
        <Button onClick={() => setOpen('dialog')}>{t('dialog')}</Button>
        <Button onClick={() => void ask(12)}>{t('ask')}</Button>
        <Button onClick={() => void ask(1234)}>{t('askMany')}</Button>
        <Button onClick={() => setOpen('sheet')}>{t('sheet')}</Button>
        <Button onClick={() => setOpen('card')}>{t('card')}</Button>
        <Button onClick={() => toast({ text: t('moved'), undo: () => void toast({ text: t('undone'), tone: 'ok' }) })}>
          {t('toastUndo')}
        </Button>
        <Button onClick={() => toast({ text: t('refused'), detail: t('refusedWhy'), tone: 'bad' })}>
          {t('toastBad')}
        </Button>
      </Row>
      <Tabs
        label={t('tabs')}
        value={tab}
        onChange={setTab}
        tabs={[
          { value: 'main', label: t('tabMain'), content: t('emptyText') },
          { value: 'goods', label: t('tabGoods'), count: 4, content: t('emptyTitle') },
          { value: 'files', label: t('tabFiles'), count: 0, content: t('dropHint') },
        ]}
      />
      <Dialog
        open={open === 'dialog'}
        onClose={close}
        title={t('dialogTitle')}
        description={t('dialogText')}
        footer={
          <>
            <Button size="form" onClick={close}>
              {t('cancel')}
            </Button>
            <Button size="form" variant="primary" onClick={close}>
              {t('save')}
            </Button>
          </>
        }
      >
        <Field label={t('note')}>
          <Textarea placeholder={t('notePlaceholder')} />
        </Field>
      </Dialog>
      <Sheet open={open === 'sheet'} onClose={close} title={t('filter')}>
        <p>{t('emptyText')}</p>
      </Sheet>
      <Sheet open={open === 'card'} onClose={close} title={t('nameValue')} width="card">
        <p>{t('emptyText')}</p>
      </Sheet>
    </Part>
  );
}

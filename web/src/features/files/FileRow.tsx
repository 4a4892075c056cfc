import { useQueryClient } from '@tanstack/react-query';
import { Ellipsis, File as FileIcon, ShieldAlert } from 'lucide-react';
import { useRef, useState } from 'react';
import { useMe, usePeopleById } from '@/lib/bootstrap';
import { formatFull, formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { IconButton } from '@/ui/IconButton';
import { later } from '@/ui/later';
import { openMenu } from '@/ui/openMenu';
import { toast } from '@/ui/toast';
import { contentOf, deleteFile, type FileView, previewOf, renameFile, restoreFile, uploadVersion } from './api';
import locale from './locale';
import { canShow, formatSize } from './model';

const FilePreview = later(() => import('./FilePreview').then((m) => m.FilePreview));
const LinksDialog = later(() => import('./LinksDialog').then((m) => m.LinksDialog));
const VersionsDialog = later(() => import('./VersionsDialog').then((m) => m.VersionsDialog));
const NameDialog = later(() => import('@/ui/NameDialog').then((m) => m.NameDialog));

/** A file of a card with everything that can be done with it. */
export function FileRow({
  file,
  canEdit,
  narrow = false,
}: {
  file: FileView;
  canEdit: boolean;
  /** In a narrow place: only what the file itself is. */
  narrow?: boolean;
}) {
  const t = useText(locale);
  const queries = useQueryClient();
  const me = useMe();
  const people = usePeopleById();
  const input = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState<'look' | 'links' | 'versions' | 'rename' | null>(null);
  const may = canEdit || (!narrow && file.created_by === me.id);
  const fresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['files', file.entity.kind, file.entity.id] }),
      queries.invalidateQueries({ queryKey: ['file', file.id] }),
    ]);
  const failed = (error: Error) => toast({ text: t('failed'), detail: error.message, tone: 'bad' });
  const close = () => setOpen(null);
  const clean = file.scan === 'clean';

  async function remove() {
    await deleteFile(file.id);
    await fresh();
    toast({
      text: t('removed', { name: file.name }),
      undo: () =>
        restoreFile(file.id)
          .then(fresh)
          .then(() => undefined),
    });
  }
  const menu = (anchor: Element) =>
    openMenu({
      anchor,
      align: 'end',
      items: [
        ...(canShow(file) ? [{ id: 'look', label: t('look'), onSelect: () => setOpen('look') }] : []),
        ...(clean
          ? [{ id: 'save', label: t('download'), onSelect: () => window.location.assign(contentOf(file)) }]
          : []),
        ...(file.versions > 1 ? [{ id: 'versions', label: t('versions'), onSelect: () => setOpen('versions') }] : []),
        ...(may
          ? [
              ...(clean ? [{ id: 'link', label: t('link'), onSelect: () => setOpen('links') }] : []),
              { id: 'version', label: t('newVersion'), onSelect: () => input.current?.click() },
              { id: 'rename', label: t('rename'), onSelect: () => setOpen('rename') },
              { kind: 'separator' as const, id: 'line' },
              { id: 'remove', label: t('remove'), danger: true, onSelect: () => void remove().catch(failed) },
            ]
          : []),
      ],
    });
  const facts = [
    file.scan === 'waiting' ? t('checking') : file.scan === 'infected' ? t('refused') : formatSize(file.size),
    file.versions > 1 ? t('versionsShort', { n: file.versions }) : '',
    ...(narrow ? [] : [people.get(file.created_by)?.name ?? '', formatWhen(file.updated_at)]),
  ].filter(Boolean);
  const picture = file.preview === 'ready';
  return (
    <li className="flex items-center gap-2 py-1">
      <span className="grid size-[32px] shrink-0 place-items-center overflow-hidden rounded-small bg-sunken">
        {picture ? (
          <img src={previewOf(file)} alt="" loading="lazy" className="size-full object-cover" />
        ) : file.scan === 'infected' ? (
          <ShieldAlert aria-hidden="true" size={16} className="text-bad" />
        ) : (
          <FileIcon aria-hidden="true" size={16} className="text-muted" />
        )}
      </span>
      <div className="min-w-0 flex-1">
        {!clean ? (
          <span className="block truncate">{file.name}</span>
        ) : canShow(file) ? (
          <button
            type="button"
            onClick={() => setOpen('look')}
            className="block max-w-full truncate text-left font-medium"
          >
            {file.name}
          </button>
        ) : (
          <a href={contentOf(file)} download={file.name} className="block truncate font-medium">
            {file.name}
          </a>
        )}
        <p data-tip={formatFull(file.updated_at)} className="truncate text-small text-muted">
          {facts.join(' · ')}
        </p>
      </div>
      <IconButton
        size="small"
        label={t('menu', { name: file.name })}
        icon={<Ellipsis aria-hidden="true" size={16} />}
        onClick={(e) => menu(e.currentTarget)}
      />
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('newVersion')}
        onChange={(e) => {
          const chosen = e.target.files?.[0];
          e.target.value = '';
          if (chosen) uploadVersion(file.id, chosen, () => undefined).done.then(fresh, failed);
        }}
      />
      {open === 'look' && <FilePreview file={file} onClose={close} />}
      {open === 'links' && <LinksDialog file={file} onClose={close} />}
      {open === 'versions' && (
        <VersionsDialog file={file} mayRestore={may} onClose={close} onDone={() => void fresh()} />
      )}
      {open === 'rename' && (
        <NameDialog
          title={t('rename')}
          label={t('name')}
          value={file.name}
          onClose={close}
          onSave={(name) => renameFile(file.id, name).then(fresh)}
        />
      )}
    </li>
  );
}

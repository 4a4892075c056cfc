import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import type { CardKind, Field } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { IconButton } from '@/ui/IconButton';
import { Progress } from '@/ui/Progress';
import { toast } from '@/ui/toast';
import { filesOf, uploadFile } from './api';
import { FileRow } from './FileRow';
import locale from './locale';
import { fieldRoom, filesOfTransfer, fileValues } from './model';

/** A field of a card that holds files: dropped, pasted or chosen; what is added is saved at once. */
export function FilesField({
  kind,
  id,
  field,
  values,
  reason,
  onSave,
}: {
  kind: CardKind;
  id: number;
  field: Field;
  values: readonly unknown[];
  /** Why nothing can be added or taken out. */
  reason: string | undefined;
  onSave: (values: unknown[]) => void;
}) {
  const t = useText(locale);
  const files = useQuery(filesOf(kind, id));
  const input = useRef<HTMLInputElement>(null);
  const [sending, setSending] = useState<Record<string, number>>({});
  const held = fileValues(values);
  const now = useRef(held);
  now.current = held;
  const most = field.settings.max_files || 10;
  const full = held.length >= most ? t('fieldFull', { name: field.name, n: most }) : undefined;

  async function add(list: readonly File[]) {
    const fit = list.slice(0, fieldRoom(held.length + Object.keys(sending).length, most));
    if (fit.length < list.length) toast({ text: t('fieldFull', { name: field.name, n: most }), tone: 'bad' });
    const made = await Promise.all(
      fit.map((file) => {
        const mark = (part: number) => setSending((all) => ({ ...all, [file.name]: part }));
        mark(0);
        return uploadFile(kind, id, file, true, mark)
          .done.catch((error: Error) => {
            toast({ text: t('notUploaded', { name: file.name }), detail: error.message, tone: 'bad' });
            return null;
          })
          .finally(() => setSending(({ [file.name]: _, ...rest }) => rest));
      }),
    );
    const fresh = made.flatMap((f) =>
      f ? [{ file: f.id, name: f.name, size: f.size, media_type: f.media_type }] : [],
    );
    if (fresh.length === 0) return;
    onSave([...now.current, ...fresh]);
  }
  return (
    <section
      aria-label={field.name}
      onDragOver={(e) => !reason && e.dataTransfer.types.includes('Files') && e.preventDefault()}
      onDrop={(e) => {
        if (reason || !e.dataTransfer.files.length) return;
        e.preventDefault();
        e.stopPropagation();
        void add(filesOfTransfer(e.dataTransfer));
      }}
      onPaste={(e) => {
        const pasted = filesOfTransfer(e.clipboardData);
        if (reason || pasted.length === 0) return;
        e.preventDefault();
        void add(pasted);
      }}
      className="min-w-0 px-2"
    >
      <ul>
        {held.map((v) => {
          const file = files.data?.find((f) => f.id === v.file);
          if (file) return <FileRow key={v.file} file={file} canEdit={!reason} narrow />;
          return (
            <li key={v.file} className="flex min-h-control items-center truncate text-muted">
              {v.name}
            </li>
          );
        })}
      </ul>
      {Object.entries(sending).map(([name, part]) => (
        <div key={name} className="flex min-h-control items-center gap-2">
          <span className="min-w-0 flex-1 truncate text-muted">{name}</span>
          <span className="w-[56px]">
            <Progress label={t('uploading', { name })} value={part} />
          </span>
        </div>
      ))}
      {!reason && (
        <div className="flex min-h-control items-center gap-1">
          <IconButton
            size="small"
            label={t('addToField', { name: field.name })}
            reason={full}
            icon={<Plus aria-hidden="true" size={16} />}
            onClick={() => input.current?.click()}
          />
          {held.length === 0 && <span className="truncate text-muted">{t('fieldEmpty')}</span>}
          <input
            ref={input}
            type="file"
            multiple={most > 1}
            hidden
            aria-label={t('addToField', { name: field.name })}
            onChange={(e) => {
              void add([...(e.target.files ?? [])]);
              e.target.value = '';
            }}
          />
        </div>
      )}
    </section>
  );
}

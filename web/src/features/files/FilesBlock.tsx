import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import type { ApiError } from '@/lib/api';
import type { CardKind } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { ErrorState } from '@/ui/ErrorState';
import { IconButton } from '@/ui/IconButton';
import { Progress } from '@/ui/Progress';
import { toast } from '@/ui/toast';
import { filesOf, uploadFile } from './api';
import { FileRow } from './FileRow';
import locale from './locale';
import { filesOfTransfer } from './model';

/** The files of a card: dropped here or chosen, looked at, renamed, given out by a link. */
export function FilesBlock({
  kind,
  id,
  canEdit,
  locked,
}: {
  kind: CardKind;
  id: number;
  canEdit: boolean;
  locked: boolean;
}) {
  const t = useText(locale);
  const queries = useQueryClient();
  const files = useQuery(filesOf(kind, id));
  const input = useRef<HTMLInputElement>(null);
  const [sending, setSending] = useState<Record<string, number>>({});

  function add(list: readonly File[]) {
    for (const file of list) {
      const mark = (part: number) => setSending((now) => ({ ...now, [file.name]: part }));
      mark(0);
      uploadFile(kind, id, file, false, mark)
        .done.catch((error: Error) =>
          toast({ text: t('notUploaded', { name: file.name }), detail: error.message, tone: 'bad' }),
        )
        .finally(() => {
          setSending(({ [file.name]: _, ...rest }) => rest);
          void queries.invalidateQueries({ queryKey: ['files', kind, id] });
        });
    }
  }
  return (
    <section
      aria-label={t('files')}
      onDragOver={(e) => !locked && e.dataTransfer.types.includes('Files') && e.preventDefault()}
      onDrop={(e) => {
        if (locked || !e.dataTransfer.files.length) return;
        e.preventDefault();
        add(filesOfTransfer(e.dataTransfer));
      }}
      className="border-t border-line px-4 py-2"
    >
      <div className="flex min-h-control items-center gap-2">
        <h2 className="text-small font-semibold">{t('files')}</h2>
        {!!files.data?.length && <span className="tabular text-small text-muted">{files.data.length}</span>}
        {!locked && (
          <span className="ml-auto">
            <IconButton
              size="small"
              label={t('upload')}
              icon={<Plus aria-hidden="true" size={16} />}
              onClick={() => input.current?.click()}
            />
            <input
              ref={input}
              type="file"
              multiple
              hidden
              aria-label={t('upload')}
              onChange={(e) => {
                add([...(e.target.files ?? [])]);
                e.target.value = '';
              }}
            />
          </span>
        )}
      </div>
      {files.error && <ErrorState compact error={files.error as ApiError} onRetry={() => void files.refetch()} />}
      {files.data?.length === 0 && !locked && <p className="text-muted">{t('none')}</p>}
      {Object.entries(sending).map(([name, part]) => (
        <div key={name} className="flex min-h-control items-center gap-2">
          <span className="min-w-0 flex-1 truncate text-muted">{name}</span>
          <span className="w-[80px]">
            <Progress label={t('uploading', { name })} value={part} />
          </span>
        </div>
      ))}
      <ul>
        {files.data?.map((f) => (
          <FileRow key={f.id} file={f} canEdit={canEdit && !locked} />
        ))}
      </ul>
    </section>
  );
}

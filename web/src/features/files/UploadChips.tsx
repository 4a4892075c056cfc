import { Paperclip, X } from 'lucide-react';
import { useText } from '@/lib/i18n';
import { IconButton } from '@/ui/IconButton';
import { Progress } from '@/ui/Progress';
import locale from './locale';
import { formatSize } from './model';
import type { Staged } from './useStaged';

/** What will go with the note: each file with its picture, how far it has come, and the way to leave it out. */
export function UploadChips({ list, onRemove }: { list: readonly Staged[]; onRemove: (key: string) => void }) {
  const t = useText(locale);
  if (list.length === 0) return null;
  return (
    <ul className="mb-2 flex flex-wrap gap-1.5">
      {list.map((s) => (
        <li key={s.key} className="flex min-h-control items-center gap-2 rounded-control bg-sunken pl-2">
          {s.picture ? (
            <img src={s.picture} alt="" className="size-[24px] rounded-small object-cover" />
          ) : (
            <Paperclip aria-hidden="true" size={14} className="text-muted" />
          )}
          <span className="max-w-[180px] truncate">{s.name}</span>
          {s.id ? (
            <span className="tabular text-small text-muted">{formatSize(s.size)}</span>
          ) : (
            <span className="w-[56px]">
              <Progress label={t('uploading', { name: s.name })} value={s.part} />
            </span>
          )}
          <IconButton
            size="small"
            label={t('removeUpload', { name: s.name })}
            icon={<X aria-hidden="true" size={14} />}
            onClick={() => onRemove(s.key)}
          />
        </li>
      ))}
    </ul>
  );
}

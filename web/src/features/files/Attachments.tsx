import { File as FileIcon, FileText, ShieldAlert } from 'lucide-react';
import { useState } from 'react';
import { useText } from '@/lib/i18n';
import { later } from '@/ui/later';
import { type Attachment, contentOf, previewOf } from './api';
import locale from './locale';
import { canShow, formatSize } from './model';

const FilePreview = later(() => import('./FilePreview').then((m) => m.FilePreview));

/** The files that went with a note: pictures as pictures, the rest as lines that are looked at or saved. */
export function Attachments({ files }: { files: readonly Attachment[] }) {
  const t = useText(locale);
  const [shown, setShown] = useState<Attachment | null>(null);
  return (
    <ul className="mt-1.5 flex flex-wrap gap-1.5">
      {files.map((f) => {
        const state = f.scan === 'waiting' ? t('checking') : f.scan === 'infected' ? t('refused') : formatSize(f.size);
        const Icon = f.scan === 'infected' ? ShieldAlert : f.media_type === 'application/pdf' ? FileText : FileIcon;
        const inner =
          f.preview === 'ready' ? (
            <img
              src={previewOf(f)}
              alt={f.name}
              loading="lazy"
              className="max-h-[160px] max-w-[240px] rounded-small bg-sunken object-contain ring-1 ring-line"
            />
          ) : (
            <span className="flex min-h-control items-center gap-2 rounded-control bg-sunken px-2 max-desk:min-h-[44px]">
              <Icon aria-hidden="true" size={16} className={f.scan === 'infected' ? 'text-bad' : 'text-muted'} />
              <span className="max-w-[240px] truncate">{f.name}</span>
              <span className="tabular shrink-0 text-small text-muted">{state}</span>
            </span>
          );
        return (
          <li key={f.id}>
            {f.scan !== 'clean' ? (
              inner
            ) : canShow(f) ? (
              <button
                type="button"
                aria-label={`${t('look')}: ${f.name}`}
                onPointerEnter={() => void FilePreview.preload()}
                onClick={() => setShown(f)}
                className="block rounded-control"
              >
                {inner}
              </button>
            ) : (
              <a href={contentOf(f)} download={f.name} className="block rounded-control">
                {inner}
              </a>
            )}
          </li>
        );
      })}
      {shown && <FilePreview file={shown} onClose={() => setShown(null)} />}
    </ul>
  );
}

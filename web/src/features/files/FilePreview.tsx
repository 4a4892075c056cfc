import { Download } from 'lucide-react';
import { useText } from '@/lib/i18n';
import { Dialog } from '@/ui/Dialog';
import { type Attachment, contentOf } from './api';
import locale from './locale';
import { formatSize } from './model';

/** A picture, or a PDF in the browser's own viewer, over the page. */
export function FilePreview({ file, onClose }: { file: Attachment; onClose: () => void }) {
  const t = useText(locale);
  return (
    <Dialog
      open
      size="large"
      onClose={onClose}
      title={file.name}
      footer={
        <>
          <span className="mr-auto text-small text-muted">{formatSize(file.size)}</span>
          <a
            href={contentOf(file)}
            download={file.name}
            className="item flex items-center gap-2 px-3 font-medium text-accent"
          >
            <Download aria-hidden="true" size={16} />
            {t('download')}
          </a>
        </>
      }
    >
      {file.width > 0 ? (
        <img
          src={contentOf(file, true)}
          alt={file.name}
          width={file.width}
          height={file.height}
          className="mx-auto h-auto max-h-[60vh] w-auto max-w-full rounded-small bg-sunken object-contain"
        />
      ) : (
        <iframe
          title={file.name}
          src={contentOf(file, true)}
          className="h-[60vh] w-full rounded-small border border-line"
        />
      )}
    </Dialog>
  );
}

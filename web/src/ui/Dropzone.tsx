import { Upload } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { useText } from '@/lib/i18n';
import { cx } from './cx';
import locale from './partLocale';

/** Takes files by drop, by choice and by paste. */
export function Dropzone({
  onFiles,
  accept,
  multiple = false,
  hint,
  disabled = false,
}: {
  onFiles: (files: File[]) => void;
  /** As of an input: `.csv,.xlsx`. */
  accept?: string;
  multiple?: boolean;
  hint?: ReactNode;
  disabled?: boolean;
}) {
  const t = useText(locale);
  const id = useId();
  const [over, setOver] = useState(0);
  const take = (list: FileList | null | undefined) => {
    const files = [...(list ?? [])];
    if (files.length > 0 && !disabled) onFiles(multiple ? files : files.slice(0, 1));
  };
  return (
    <label
      htmlFor={id}
      onDragEnter={() => setOver((n) => n + 1)}
      onDragLeave={() => setOver((n) => Math.max(0, n - 1))}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        setOver(0);
        take(event.dataTransfer.files);
      }}
      onPaste={(event) => take(event.clipboardData.files)}
      className={cx(
        'flex flex-col items-start gap-1 rounded-control border border-dashed border-control bg-surface p-4 transition-colors duration-120 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
        over > 0 && 'border-accent bg-selected',
        disabled ? 'opacity-50' : 'hover:border-accent',
      )}
    >
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Upload aria-hidden="true" size={16} className="text-muted" />
        <span>{t('dropFiles')}</span>
        <span className="font-medium text-accent underline underline-offset-2">{t('chooseFiles')}</span>
      </span>
      {hint && <span className="text-small text-muted">{hint}</span>}
      <input
        id={id}
        type="file"
        accept={accept}
        multiple={multiple}
        disabled={disabled}
        className="sr-only"
        onChange={(event) => {
          take(event.target.files);
          event.target.value = '';
        }}
      />
    </label>
  );
}

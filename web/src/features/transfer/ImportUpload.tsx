import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { CircleAlert, FileSpreadsheet } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { ApiError } from '@/lib/api';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Dropzone } from '@/ui/Dropzone';
import { Progress } from '@/ui/Progress';
import { importDetail, imports, uploadImport } from './api';
import locale from './locale';
import { FILE_TYPES, fileFault } from './model';
import { fileSize } from './words';

/** Takes one table, shows how it goes up, and says in one sentence what is wrong with a broken one. */
export function ImportUpload() {
  const t = useText(locale);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [share, setShare] = useState(0);
  const [fault, setFault] = useState('');
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);

  async function take(chosen: File | undefined) {
    if (!chosen) return;
    const wrong = fileFault(chosen);
    setFault(wrong ? t(wrong, { name: chosen.name }) : '');
    if (wrong) return;
    const mine = new AbortController();
    abort.current = mine;
    setFile(chosen);
    setShare(0);
    try {
      const made = await uploadImport(chosen, setShare, mine.signal);
      queries.setQueryData(importDetail(made.id).queryKey, made);
      void queries.invalidateQueries({ queryKey: imports.queryKey });
      await navigate({ to: '/import/$id', params: { id: String(made.id) } });
    } catch (refusal) {
      setFile(null);
      if (refusal instanceof DOMException && refusal.name === 'AbortError') return;
      if (!(refusal instanceof ApiError)) throw refusal;
      const words = refusal.field('file') ?? refusal.message;
      setFault(t('fileRefused', { name: chosen.name, reason: words }));
    }
  }

  if (file)
    return (
      <div className="rounded-control border border-line bg-surface p-4" role="status">
        <div className="flex items-center gap-3">
          <FileSpreadsheet aria-hidden="true" size={20} className="text-muted" />
          <div className="min-w-0 flex-1">
            <div className="truncate font-medium">{file.name}</div>
            <div className="tabular text-small text-muted">
              {fileSize(file.size)} · {share < 1 ? t('uploading') : t('reading')}
            </div>
          </div>
          <Button onClick={() => abort.current?.abort()}>{t('cancel')}</Button>
        </div>
        <div className="mt-3">
          <Progress label={t('uploading')} {...(share < 1 ? { value: share } : {})} />
        </div>
      </div>
    );
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h2 className="text-name font-semibold">{t('uploadTitle')}</h2>
        <p className="mt-0.5 max-w-[620px] text-muted">{t('uploadText')}</p>
      </div>
      <div className="[&>label]:items-center [&>label]:justify-center [&>label]:py-12">
        <Dropzone accept={FILE_TYPES.join(',')} hint={t('uploadHint')} onFiles={([chosen]) => void take(chosen)} />
      </div>
      {fault && (
        <p role="alert" className="flex items-start gap-2 rounded-control bg-bad-soft px-3 py-2 text-bad">
          <CircleAlert aria-hidden="true" size={16} className="mt-px" />
          {fault}
        </p>
      )}
    </div>
  );
}

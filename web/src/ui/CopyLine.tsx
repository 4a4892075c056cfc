import { Check, Copy } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useText } from '@/lib/i18n';
import { Button } from './Button';
import { Input } from './Input';
import locale from './locale';

/** A text to be taken away: a link, a secret, a token. It is chosen whole on focus and copied by the button. */
export function CopyLine({ value, label }: { value: string; label: string }) {
  const t = useText(locale);
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);

  async function copy() {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(value);
    } catch {
      // A page without HTTPS has no clipboard of its own; the older way still works there.
      document.execCommand('copy');
    }
    setCopied(true);
  }

  return (
    <div className="flex items-center gap-2">
      <Input
        ref={field}
        readOnly
        aria-label={label}
        value={value}
        onFocus={(e) => e.target.select()}
        className="min-w-0 flex-1 font-mono text-small"
      />
      <Button
        size="form"
        icon={copied ? <Check aria-hidden="true" size={16} /> : <Copy aria-hidden="true" size={16} />}
        onClick={copy}
      >
        {copied ? t('copied') : t('copy')}
      </Button>
      <span role="status" className="sr-only">
        {copied ? t('copied') : ''}
      </span>
    </div>
  );
}

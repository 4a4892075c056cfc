import { useLayoutEffect, useRef } from 'react';
import { Input } from '@/ui/Input';
import { Textarea } from '@/ui/Textarea';
import type { Waited } from './useHandOver';

/**
 * Stands where a form will be in a moment. What is typed into it is kept as the draft the form begins with, so that no
 * letter is lost to whoever types at once; focus and Ctrl Enter are handed over to the form.
 */
export function WaitingField({
  label,
  one,
  text,
  onText,
  onGone,
}: {
  label: string;
  /** One line. */
  one: boolean;
  text: string;
  onText: (text: string) => void;
  onGone: (waited: Waited) => void;
}) {
  const field = useRef<HTMLElement>(null);
  const submit = useRef(false);
  const gone = useRef(onGone);
  gone.current = onGone;
  useLayoutEffect(() => {
    const element = field.current;
    return () => gone.current({ focused: document.activeElement === element, submit: submit.current });
  }, []);
  const shared = {
    'aria-label': label,
    defaultValue: text,
    onChange: (e: { target: { value: string } }) => onText(e.target.value),
    onKeyDown: (e: React.KeyboardEvent) => {
      if (e.key !== 'Enter' || (!one && !e.ctrlKey && !e.metaKey)) return;
      e.preventDefault();
      submit.current = true;
    },
  };
  return (
    <form onSubmit={(e) => e.preventDefault()}>
      {one ? (
        <Input {...shared} ref={field as React.Ref<HTMLInputElement>} />
      ) : (
        <Textarea {...shared} ref={field as React.Ref<HTMLTextAreaElement>} minRows={1} maxRows={8} />
      )}
    </form>
  );
}

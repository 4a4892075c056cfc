import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useRef, useState } from 'react';
import { expect, it, vi } from 'vitest';
import { later } from '@/ui/later';
import { useArrived } from './useArrived';
import { useHandOver } from './useHandOver';
import { WaitingField } from './WaitingField';

/** A form that comes when `bring` is called, beginning with what was typed meanwhile. */
function stage() {
  let bring = () => {};
  const sent = vi.fn();
  const Form = later<{ text: string }>(
    () =>
      new Promise((done) => {
        bring = () =>
          done(({ text }) => {
            const [value, set] = useState(text);
            return (
              <form
                onSubmit={(e) => {
                  e.preventDefault();
                  sent(value);
                }}
              >
                <textarea aria-label="the form" value={value} onChange={(e) => set(e.target.value)} />
              </form>
            );
          });
      }),
  );
  function Place() {
    const box = useRef<HTMLDivElement>(null);
    const draft = useRef('');
    const here = useArrived(Form);
    const onGone = useHandOver(box);
    return (
      <div ref={box}>
        {here ? (
          <Form text={draft.current} />
        ) : (
          <WaitingField
            label="waiting"
            one={false}
            text=""
            onText={(text) => {
              draft.current = text;
            }}
            onGone={onGone}
          />
        )}
        <button type="button">elsewhere</button>
      </div>
    );
  }
  render(<Place />);
  return { arrive: () => act(async () => bring()), sent };
}

it('letters typed before the form came stand in it, and the next ones follow', async () => {
  const { arrive } = stage();
  await userEvent.type(screen.getByLabelText('waiting'), 'call ba');
  await arrive();
  const form = screen.getByLabelText<HTMLTextAreaElement>('the form');
  expect(document.activeElement).toBe(form);
  await userEvent.keyboard('ck');
  expect(form.value).toBe('call back');
});

it('Ctrl Enter before the form came sends it when it comes', async () => {
  const { arrive, sent } = stage();
  await userEvent.type(screen.getByLabelText('waiting'), 'hello{Control>}{Enter}{/Control}');
  expect(sent).not.toHaveBeenCalled();
  await arrive();
  expect(sent).toHaveBeenCalledExactlyOnceWith('hello');
});

it('a form that comes takes no focus from elsewhere', async () => {
  const { arrive } = stage();
  screen.getByRole('button').focus();
  await arrive();
  expect(document.activeElement).toBe(screen.getByRole('button'));
});

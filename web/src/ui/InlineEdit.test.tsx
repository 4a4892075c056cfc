import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { InlineEdit } from './InlineEdit';

function draw(props = {}) {
  const onSave = vi.fn();
  render(
    <>
      <InlineEdit label="Name" value="Old" onSave={onSave} {...props} />
      <button type="button">next</button>
    </>,
  );
  return { onSave, user: userEvent.setup(), value: () => screen.getByRole('button', { name: /Name/ }) };
}

it('opens by click and saves when left', async () => {
  const { onSave, user, value } = draw();
  await user.click(value());
  await user.clear(screen.getByRole('textbox'));
  await user.type(screen.getByRole('textbox'), 'New');
  await user.tab();
  expect(onSave).toHaveBeenCalledExactlyOnceWith('New');
  expect(screen.queryByRole('textbox')).toBeNull();
});

it.each(['{Enter}', '{F2}'])('opens by %s, saves by Enter and takes the focus back', async (key) => {
  const { onSave, user, value } = draw();
  value().focus();
  await user.keyboard(key);
  await user.keyboard('New{Enter}');
  expect(onSave).toHaveBeenCalledExactlyOnceWith('New');
  await vi.waitFor(() => expect(document.activeElement).toBe(value()));
});

it('puts the old value back on Esc and lets nothing around it hear', async () => {
  const around = vi.fn();
  document.addEventListener('keydown', around);
  const { onSave, user, value } = draw();
  await user.click(value());
  await user.keyboard('New');
  around.mockClear();
  await user.keyboard('{Escape}');
  document.removeEventListener('keydown', around);
  expect(onSave).not.toHaveBeenCalled();
  expect(around.mock.calls.filter(([e]) => e.key === 'Escape')).toEqual([]);
  expect(value().textContent).toContain('Old');
});

it('saves nothing when nothing changed', async () => {
  const { onSave, user, value } = draw();
  await user.click(value());
  await user.tab();
  expect(onSave).not.toHaveBeenCalled();
});

it('stays closed with a reason', async () => {
  const { user, value } = draw({ reason: 'No right' });
  await user.click(value());
  expect(screen.queryByRole('textbox')).toBeNull();
});

it('takes an editor of its own', async () => {
  const { onSave, user, value } = draw({
    editor: ({ commit }: { commit: (v: string) => void }) => (
      <button type="button" onClick={() => commit('Picked')}>
        pick
      </button>
    ),
  });
  await user.click(value());
  await user.click(screen.getByRole('button', { name: 'pick' }));
  expect(onSave).toHaveBeenCalledExactlyOnceWith('Picked');
});

it('keeps what is typed while its editor is on the way', async () => {
  document.execCommand = vi.fn();
  let arrive = () => {};
  const coming = new Promise<void>((done) => {
    arrive = done;
  });
  const below = vi.fn();
  document.addEventListener('keydown', below);
  const { user, value } = draw({ prepare: () => coming });
  value().focus();
  await user.keyboard('{F2}');
  below.mockClear();
  await user.keyboard('Ne');
  expect(screen.queryByRole('textbox')).toBeNull();
  expect(below).not.toHaveBeenCalled();
  arrive();
  await screen.findByRole('textbox');
  await vi.waitFor(() => expect(document.execCommand).toHaveBeenCalledWith('insertText', false, 'Ne'));
  document.removeEventListener('keydown', below);
});

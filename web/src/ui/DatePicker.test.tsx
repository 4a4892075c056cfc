import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { setLang } from '@/lib/i18n';
import { DatePicker } from './DatePicker';

beforeEach(() => setLang('ru'));

it('shows and reads the day in the habit of the language', async () => {
  const onChange = vi.fn();
  const user = userEvent.setup();
  render(<DatePicker aria-label="Срок" value="2026-11-12" onChange={onChange} />);
  const box = screen.getByRole('textbox') as HTMLInputElement;
  expect(box.value).toBe('12.11.2026');
  await user.clear(box);
  await user.type(box, '3 дек 2026{Enter}');
  expect(onChange).toHaveBeenCalledExactlyOnceWith('2026-12-03');
});

it('keeps what it cannot read, marked, and takes Esc as never mind', async () => {
  const onChange = vi.fn();
  const user = userEvent.setup();
  render(<DatePicker aria-label="Срок" value="2026-11-12" onChange={onChange} />);
  const box = screen.getByRole('textbox') as HTMLInputElement;
  await user.clear(box);
  await user.type(box, '31.02');
  await user.tab();
  expect(onChange).not.toHaveBeenCalled();
  expect(box.value).toBe('31.02');
  expect(box.getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByRole('alert').textContent).toMatch(/Не похоже на дату/);
  await user.type(box, '{Escape}');
  expect(box.value).toBe('12.11.2026');
});

it('is emptied by clearing, and refuses a day outside its bounds', async () => {
  const onChange = vi.fn();
  const user = userEvent.setup();
  render(<DatePicker aria-label="Срок" value="2026-11-12" min="2026-11-01" onChange={onChange} />);
  const box = screen.getByRole('textbox');
  await user.clear(box);
  await user.type(box, '31.10.2026');
  await user.tab();
  expect(onChange).not.toHaveBeenCalled();
  await user.clear(box);
  await user.tab();
  expect(onChange).toHaveBeenCalledExactlyOnceWith(null);
});

import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { MoneyInput } from './MoneyInput';

it('reads money as typed and gives it in minor units', async () => {
  const onChange = vi.fn();
  const user = userEvent.setup();
  render(<MoneyInput aria-label="Budget" currency="RUB" value={null} onChange={onChange} />);
  await user.type(screen.getByRole('textbox'), '1 250,55');
  await user.tab();
  expect(onChange).toHaveBeenCalledExactlyOnceWith(125_055);
});

it('keeps the old value when it cannot read the new one', async () => {
  const onChange = vi.fn();
  const user = userEvent.setup();
  render(<MoneyInput aria-label="Budget" currency="RUB" value={10_000} onChange={onChange} />);
  await user.type(screen.getByRole('textbox'), 'abc');
  await user.tab();
  expect(onChange).not.toHaveBeenCalled();
  await user.click(screen.getByRole('textbox'));
  await user.keyboard('{ArrowUp}');
  expect(onChange).toHaveBeenLastCalledWith(20_000);
});

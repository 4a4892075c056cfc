import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, expect, it, vi } from 'vitest';
import { setLang } from '@/lib/i18n';
import { Combobox, type ComboboxProps } from './Combobox';
import { Field } from './Field';
import type { Option } from './option';

const OPTIONS: Option[] = ['Acme', 'Beta', 'Елена'].map((label) => ({ value: label, label }));

function Held({ told, ...props }: Partial<ComboboxProps<Option>> & { told: (o: Option | null) => void }) {
  const [value, setValue] = useState<Option | null>(null);
  return (
    <Field label="Company">
      <Combobox
        {...props}
        value={value}
        onChange={(o) => {
          setValue(o);
          told(o);
        }}
      />
    </Field>
  );
}

beforeEach(() => setLang('en'));

it('chooses from a known list by keyboard', async () => {
  const told = vi.fn();
  const user = userEvent.setup();
  render(<Held told={told} options={OPTIONS} />);
  const box = screen.getByRole('combobox', { name: 'Company' });
  await user.click(box);
  await user.keyboard('be');
  await screen.findByRole('option', { name: 'Beta' });
  expect(screen.queryByRole('option', { name: 'Acme' })).toBeNull();
  await user.keyboard('{Enter}');
  expect(told).toHaveBeenLastCalledWith(OPTIONS[1]);
  expect((box as HTMLInputElement).value).toBe('Beta');
});

it('asks the server for the last query only', async () => {
  const told = vi.fn();
  const user = userEvent.setup();
  const search = vi.fn(async (q: string) => OPTIONS.filter((o) => o.label.toLowerCase().startsWith(q)));
  render(<Held told={told} search={search} />);
  await user.click(screen.getByRole('combobox'));
  await user.keyboard('ac');
  await vi.waitFor(() => expect(search.mock.calls.at(-1)?.[0]).toBe('ac'));
  await vi.waitFor(() => expect(screen.queryByRole('option', { name: 'Beta' })).toBeNull());
  expect(screen.getByRole('option', { name: 'Acme' })).toBeTruthy();
  const asked = search.mock.calls.map(([q]) => q);
  expect(asked).not.toContain('a');
});

it('offers to create what is not there', async () => {
  const told = vi.fn();
  const user = userEvent.setup();
  render(<Held told={told} options={OPTIONS} onCreate={async (label) => ({ value: 'new', label })} />);
  await user.click(screen.getByRole('combobox'));
  await user.keyboard('Gamma');
  await user.click(await screen.findByRole('option', { name: /Create/ }));
  await vi.waitFor(() => expect(told).toHaveBeenLastCalledWith({ value: 'new', label: 'Gamma' }));
});

it('says when the search failed', async () => {
  const user = userEvent.setup();
  render(<Held told={vi.fn()} search={async () => Promise.reject(new Error('down'))} />);
  await user.click(screen.getByRole('combobox'));
  await user.keyboard('a');
  expect((await screen.findAllByText('The search failed')).length).toBeGreaterThan(0);
});

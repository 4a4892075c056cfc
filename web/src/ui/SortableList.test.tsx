import { fireEvent, render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { setLang } from '@/lib/i18n';
import { SortableList } from './SortableList';

it('moves by keys and buttons and reads the new place out', () => {
  setLang('en');
  const onMove = vi.fn();
  render(
    <SortableList
      label="Stages"
      items={['A', 'B', 'C']}
      getKey={String}
      getName={String}
      renderItem={String}
      onMove={onMove}
    />,
  );
  fireEvent.keyDown(screen.getByRole('button', { name: 'Drag A' }), { key: 'ArrowDown' });
  fireEvent.keyDown(screen.getByRole('button', { name: 'Drag A' }), { key: 'End' });
  fireEvent.keyDown(screen.getByRole('button', { name: 'Drag A' }), { key: 'ArrowUp' });
  fireEvent.click(screen.getByRole('button', { name: 'Move C up' }));
  expect(onMove.mock.calls).toEqual([
    [0, 1],
    [0, 2],
    [2, 1],
  ]);
  expect(screen.getByRole('status').textContent).toBe('C: place 2 of 3');
});

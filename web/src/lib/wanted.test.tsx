import { render } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { useWanted, want } from './wanted';

function Page({ make }: { make: () => void }) {
  useWanted('deal', make);
  return null;
}

it('makes what was wanted before the page opened, once', () => {
  const make = vi.fn();
  want('deal');
  const { rerender, unmount } = render(<Page make={make} />);
  rerender(<Page make={make} />);
  expect(make).toHaveBeenCalledOnce();
  want('contact');
  expect(make).toHaveBeenCalledOnce();
  want('deal');
  expect(make).toHaveBeenCalledTimes(2);
  unmount();
});

import { act, render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { later } from './later';

const Hello = ({ name }: { name: string }) => <p>Hello {name}</p>;

it('draws at once what was fetched before', async () => {
  const Part = later(async () => Hello, <i>waiting</i>);
  await Part.preload();
  expect(Part.preload()).toBeUndefined();
  render(<Part name="Anna" />);
  expect(screen.getByText('Hello Anna')).toBeTruthy();
});

it('shows what stands in its place until it comes', async () => {
  let arrive = () => {};
  const Part = later(
    () =>
      new Promise<typeof Hello>((done) => {
        arrive = () => done(Hello);
      }),
    <i>waiting</i>,
  );
  await act(async () => render(<Part name="Anna" />));
  expect(screen.getByText('waiting')).toBeTruthy();
  await act(async () => arrive());
  expect(await screen.findByText('Hello Anna')).toBeTruthy();
});

it('can be asked for again after fetching it beforehand failed', async () => {
  let times = 0;
  const Part = later(async () => {
    times++;
    if (times === 1) throw new Error('offline');
    return Hello;
  });
  await Part.preload();
  await act(async () => render(<Part name="Anna" />));
  expect(await screen.findByText('Hello Anna')).toBeTruthy();
});

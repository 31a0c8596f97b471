import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { onDemand } from './later';

type Props = { opened: boolean };

const Told = ({ opened }: Props) => <p>{opened ? 'open' : 'closed'}</p>;
const coming = () => vi.fn(async () => ({ Told }));
const wait = (time: number) => act(() => vi.advanceTimersByTimeAsync(time));

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('draws nothing until it is wanted, and then stays', async () => {
  const Part = onDemand(coming(), 'Told', ({ opened }: Props) => opened);
  const { container, rerender } = render(<Part opened={false} />);
  await wait(0);
  expect(container.textContent).toBe('');

  rerender(<Part opened />);
  await wait(0);
  expect(screen.getByText('open')).toBeTruthy();
  rerender(<Part opened={false} />);
  expect(screen.getByText('closed')).toBeTruthy();
});

it('gets its code in the spare time, not with the page, and not when the page has gone', async () => {
  const load = coming();
  const Part = onDemand(load, 'Told', ({ opened }: Props) => opened);
  const { unmount } = render(<Part opened={false} />);
  await wait(1000);
  expect(load).not.toHaveBeenCalled();
  unmount();
  await wait(10_000);
  expect(load).not.toHaveBeenCalled();

  render(<Part opened={false} />);
  await wait(3000);
  expect(load).toHaveBeenCalledTimes(1);
});

import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { type Overview, overviewQuery } from './overview';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('asks again when kept figures are renewed, and otherwise every two minutes', async () => {
  const read = vi
    .fn<() => Promise<Overview>>()
    .mockResolvedValueOnce({ open: 1, renews_in_seconds: 7 } as Overview)
    .mockResolvedValue({ open: 2, renews_in_seconds: null } as Overview);
  const observer = new QueryObserver(new QueryClient(), {
    ...overviewQuery(14, 'UTC'),
    queryFn: read,
  });
  const leave = observer.subscribe(() => undefined);
  await vi.advanceTimersByTimeAsync(6000);
  expect(observer.getCurrentResult().data?.open).toBe(1);
  await vi.advanceTimersByTimeAsync(1500);
  expect(observer.getCurrentResult().data?.open).toBe(2);
  await vi.advanceTimersByTimeAsync(110_000);
  expect(read).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(read).toHaveBeenCalledTimes(3);
  leave();
});

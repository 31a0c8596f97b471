import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { sure } from './sure';

const desk = { here: true };

beforeEach(() => {
  vi.useFakeTimers();
  desk.here = true;
  vi.stubGlobal('fetch', async () => {
    if (!desk.here) throw new TypeError('Failed to fetch');
    return new Response('{}');
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const gone = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'));

it('waits for a desk that is away, and gets the part when it is back', async () => {
  desk.here = false;
  const load = vi.fn(() => (desk.here ? Promise.resolve('the part') : gone()));
  const found = sure(load);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(load).toHaveBeenCalledTimes(1);

  desk.here = true;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await found).toBe('the part');
  expect(load).toHaveBeenCalledTimes(2);
});

it('gives up on what a desk that answers does not have', async () => {
  const load = vi.fn(gone);
  await expect(sure(load)).rejects.toThrow('Failed to fetch');
  expect(load).toHaveBeenCalledTimes(2);
});

it('asks again for a style sheet that did not come', async () => {
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: '/x.css' });
  document.head.append(link);
  link.dispatchEvent(new Event('error'));
  let tries = 0;
  const found = sure(() => (++tries > 1 ? Promise.resolve('styled') : gone()));
  await vi.advanceTimersByTimeAsync(0);

  const fresh = document.head.querySelector('link[href="/x.css"]');
  expect(fresh).not.toBe(link);
  fresh?.dispatchEvent(new Event('load'));
  expect(await found).toBe('styled');
});

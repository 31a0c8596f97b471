import { QueryClient } from '@tanstack/react-query';
import { renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { startLive } from './live';
import { useTouched } from './useTouched';

class FakeSource extends EventTarget {
  static last: FakeSource;

  constructor() {
    super();
    FakeSource.last = this;
  }

  tell(kind: string, ...subjects: string[]) {
    const events = subjects.map((subject) => ({
      name: 'thing.changed',
      subject_type: 'thing',
      subject,
      version: 1,
    }));
    this.dispatchEvent(new MessageEvent(kind, { data: JSON.stringify(events) }));
  }

  close() {}
}

const stops: (() => void)[] = [];
let day = 0;

beforeEach(() => {
  vi.useFakeTimers();
  // What the last test heard is long ago.
  vi.setSystemTime(new Date(2030, 0, ++day));
  vi.stubGlobal('EventSource', FakeSource);
  stops.push(startLive(new QueryClient()));
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function looking({ readAt }: { readAt?: number } = {}) {
  const looks: string[][] = [];
  const now = { reading: false };
  const look = async (touched: ReadonlySet<string>) => void looks.push([...touched].sort());
  renderHook(
    ({ place }) =>
      useTouched({
        kind: 'thing',
        place,
        wait: 500,
        readAt: () => readAt,
        isReading: () => now.reading,
        look,
      }),
    { initialProps: { place: 'here' } },
  );
  return { looks, now };
}

it('looks once at what changed before the stream stood and what changes later', () => {
  const { looks } = looking();
  FakeSource.last.tell('missed', 'a');
  FakeSource.last.tell('changes', 'b', 'a');
  vi.advanceTimersByTime(500);
  expect(looks).toEqual([['a', 'b']]);
});

it('looks at what was heard after the page was read and before it was drawn', () => {
  const readAt = Date.now();
  vi.advanceTimersByTime(20_000);
  FakeSource.last.tell('missed', 'a');
  vi.advanceTimersByTime(20_000);
  const { looks } = looking({ readAt });
  vi.advanceTimersByTime(500);
  expect(looks).toEqual([['a']]);
});

it('waits while it is read: the older state must not come last', () => {
  const { looks, now } = looking();
  now.reading = true;
  FakeSource.last.tell('changes', 'a');
  vi.advanceTimersByTime(1500);
  expect(looks).toEqual([]);
  FakeSource.last.tell('changes', 'b');
  now.reading = false;
  vi.advanceTimersByTime(500);
  expect(looks).toEqual([['a', 'b']]);
});

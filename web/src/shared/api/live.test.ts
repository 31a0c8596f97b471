import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { heardSince, onLive, startLive, translateLive } from './live';

class FakeSource extends EventTarget {
  static CLOSED = 2;
  static last: FakeSource;
  readyState = 0;
  onopen?: () => void;
  onerror?: () => void;

  constructor(readonly address: string) {
    super();
    FakeSource.last = this;
  }

  say(...events: object[]) {
    this.tell('changes', ...events);
  }

  tell(kind: string, ...events: object[]) {
    this.dispatchEvent(new MessageEvent(kind, { data: JSON.stringify(events) }));
  }

  close() {
    this.readyState = FakeSource.CLOSED;
  }
}

const changed = (subject: string) => ({
  name: 'thing.changed',
  subject_type: 'thing',
  subject,
  version: 1,
});

translateLive(({ subject_type, subject }) =>
  subject_type === 'thing' ? [['things'], ['thing', subject]] : [],
);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', FakeSource);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('turns a burst of events into one refetch of each query, a second later', () => {
  const queries = new QueryClient();
  const invalidate = vi.spyOn(queries, 'invalidateQueries').mockResolvedValue();
  const stop = startLive(queries);

  FakeSource.last.say(changed('a'), changed('a'));
  FakeSource.last.say(changed('b'));
  expect(invalidate).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1000);

  expect(invalidate.mock.calls.map(([filter]) => filter?.queryKey)).toEqual([
    ['things'],
    ['thing', 'a'],
    ['thing', 'b'],
  ]);
  stop();
});

it('reads again what was being read for the first time when it changed', async () => {
  const queries = new QueryClient();
  const answers: ((answer: string) => void)[] = [];
  const observer = new QueryObserver(queries, {
    queryKey: ['thing', 'slow'],
    queryFn: () => new Promise<string>((resolve) => answers.push(resolve)),
  });
  const leave = observer.subscribe(() => undefined);
  const stop = startLive(queries);

  FakeSource.last.say(changed('slow'));
  vi.advanceTimersByTime(1000);
  expect(answers).toHaveLength(1);
  answers[0]?.('as it was');
  await vi.advanceTimersByTimeAsync(1);
  expect(answers).toHaveLength(2);
  answers[1]?.('as it is');
  await vi.advanceTimersByTimeAsync(1);

  expect(observer.getCurrentResult().data).toBe('as it is');
  expect(answers).toHaveLength(2);
  leave();
  stop();
});

it('reads everything on the screen again when events may have been missed', () => {
  const queries = new QueryClient();
  const invalidate = vi.spyOn(queries, 'invalidateQueries').mockResolvedValue();
  const stop = startLive(queries);

  FakeSource.last.onopen?.();
  expect(invalidate).not.toHaveBeenCalledWith({ refetchType: 'active' });
  FakeSource.last.onopen?.();

  expect(invalidate).toHaveBeenCalledWith({ refetchType: 'active' });
  stop();
});

it('says how old the page is and reads again what changed since, without telling it as news', () => {
  const queries = new QueryClient();
  queries.setQueryData(['thing', 'a'], 'as it was');
  queries.setQueryData(['thing', 'b'], 'as it is');
  const heard = vi.fn();
  const silence = onLive(heard);
  const stop = startLive(queries);

  expect(FakeSource.last.address).toMatch(/\?age_ms=[1-9]\d*$/);
  FakeSource.last.onopen?.();
  FakeSource.last.tell('missed', changed('a'));
  vi.advanceTimersByTime(1000);

  const old = (key: string[]) => queries.getQueryState(key)?.isInvalidated;
  expect([old(['thing', 'a']), old(['thing', 'b'])]).toEqual([true, false]);
  expect(heard).not.toHaveBeenCalled();
  silence();
  stop();
});

it('tells what was missed to those who keep fresh by events alone, also when they come later', () => {
  const heard = vi.fn();
  const silence = onLive(heard, { missed: true });
  const stop = startLive(new QueryClient());
  const before = Date.now();

  FakeSource.last.tell('missed', changed('missed early'));
  vi.advanceTimersByTime(1000);
  FakeSource.last.say(changed('as it happened'));

  const all = [changed('missed early'), changed('as it happened')];
  expect(heard.mock.calls.flat()).toEqual(all);
  expect(heardSince(before)).toEqual(all);
  expect(heardSince(before + 1)).toEqual(all.slice(1));
  silence();
  stop();
});

it('reads all again when the connection took long, and asks anew with the age it has then', () => {
  const queries = new QueryClient();
  const invalidate = vi.spyOn(queries, 'invalidateQueries').mockResolvedValue();
  const stop = startLive(queries);
  const first = FakeSource.last;
  const ageOf = ({ address }: FakeSource) => Number(/age_ms=(\d+)$/.exec(address)?.[1]);

  first.onerror?.();
  expect(first.readyState).toBe(FakeSource.CLOSED);
  vi.advanceTimersByTime(5000);
  expect(FakeSource.last).not.toBe(first);
  expect(ageOf(FakeSource.last)).toBeGreaterThanOrEqual(ageOf(first) + 5000);

  vi.advanceTimersByTime(10_000);
  FakeSource.last.onopen?.();
  expect(invalidate).toHaveBeenCalledWith({ refetchType: 'active' });
  stop();
});

it('opens the connection again when the browser has given up', () => {
  const stop = startLive(new QueryClient());
  const first = FakeSource.last;

  first.readyState = FakeSource.CLOSED;
  first.onerror?.();
  vi.advanceTimersByTime(5000);

  expect(FakeSource.last).not.toBe(first);
  stop();
});

it('tells single events to those who listen', () => {
  const heard = vi.fn();
  const silence = onLive(heard);
  const stop = startLive(new QueryClient());

  FakeSource.last.say(changed('a'));
  silence();
  FakeSource.last.say(changed('b'));

  expect(heard.mock.calls.flat()).toEqual([changed('a')]);
  stop();
});

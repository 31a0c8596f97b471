import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { type LiveEvent, listen } from './liveSource';

class FakeSource extends EventTarget {
  static all: FakeSource[] = [];
  readyState = 1;
  onopen?: () => void;

  constructor(readonly address: string) {
    super();
    FakeSource.all.push(this);
  }

  say(...events: LiveEvent[]) {
    this.dispatchEvent(new MessageEvent('changes', { data: JSON.stringify(events) }));
  }

  close() {
    this.readyState = 2;
  }
}

/** As browsers do: who comes second waits until the first lets go. */
class OneLock {
  private turn: Promise<unknown> = Promise.resolve();

  request(_: string, __: object, hold: () => Promise<void> | undefined) {
    this.turn = this.turn.then(hold);
    return this.turn;
  }
}

const changed = (subject: string): LiveEvent => ({
  name: 'thing.changed',
  subject_type: 'thing',
  subject,
  version: 1,
});
const hearer = () => ({ onEvent: vi.fn(), onMissed: vi.fn(), onState: vi.fn(), onGap: vi.fn() });
const subjects = (heard: ReturnType<typeof vi.fn>) =>
  heard.mock.calls.map(([event]) => event.subject);
const stops: (() => void)[] = [];

function tab() {
  const heard = hearer();
  stops.push(listen(heard));
  return heard;
}

beforeEach(() => {
  FakeSource.all = [];
  vi.stubGlobal('EventSource', FakeSource);
  vi.stubGlobal('navigator', { locks: new OneLock() });
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it('lets one tab hold the connection and tell the others', async () => {
  const first = tab();
  await vi.waitFor(() => expect(FakeSource.all).toHaveLength(1));
  const second = tab();
  const [source] = FakeSource.all;
  source?.onopen?.();
  source?.say(changed('a'));

  await vi.waitFor(() => expect(subjects(second.onEvent)).toEqual(['a']));
  expect(subjects(first.onEvent)).toEqual(['a']);
  expect(second.onState).toHaveBeenCalledWith('open');
  expect(FakeSource.all).toHaveLength(1);
});

it('tells a tab that comes later what happened since its page was read', async () => {
  vi.spyOn(performance, 'now').mockReturnValue(0);
  tab();
  await vi.waitFor(() => expect(FakeSource.all).toHaveLength(1));
  const now = vi.spyOn(performance, 'now').mockReturnValue(10_000);
  FakeSource.all[0]?.say(changed('before'));
  now.mockReturnValue(30_000);
  FakeSource.all[0]?.say(changed('meanwhile'));
  // Its own clock began with its navigation, two seconds ago.
  now.mockReturnValueOnce(2000).mockReturnValue(31_000);
  const late = tab();

  await vi.waitFor(() => expect(subjects(late.onMissed)).toEqual(['meanwhile']));
  expect(late.onGap).not.toHaveBeenCalled();
});

it('lets a tab read everything again whose page is older than anybody remembers', async () => {
  tab();
  await vi.waitFor(() => expect(FakeSource.all).toHaveLength(1));
  vi.spyOn(performance, 'now').mockReturnValueOnce(500_000);
  const late = tab();

  await vi.waitFor(() => expect(late.onGap).toHaveBeenCalled());
  expect(late.onMissed).not.toHaveBeenCalled();
});

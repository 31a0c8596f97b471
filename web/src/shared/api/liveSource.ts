/** What the server announces: which thing changed, never its content. */
export type LiveEvent = { name: string; subject: string; subject_type: string; version: number };
export type LiveState = 'connecting' | 'open' | 'closed';

type Hearer = {
  onEvent: (event: LiveEvent) => void;
  /** What happened after the page was read and before the connection stood. */
  onMissed: (event: LiveEvent) => void;
  onState: (state: LiveState) => void;
  onGap: () => void;
};

/** What the tabs of one browser tell each other. */
type Note =
  | { kind: 'hello'; from: string; age: number }
  | { kind: 'missed'; to: string; events: LiveEvent[] | null }
  | { kind: 'event'; event: LiveEvent }
  | { kind: 'state'; state: LiveState }
  | { kind: 'gap' };

const ADDRESS = '/api/v1/events';
const CHANNEL = 'deskplane.live';
const RETRY = 5000;
const RECALL = 60_000;
const ON_THE_WAY = 1000;
/** How long the connection may take to stand; what was told meanwhile is asked for too. */
const HANDSHAKE = 1000;

function isLiveEvent(value: unknown): value is LiveEvent {
  return typeof value === 'object' && value !== null && 'name' in value && 'subject' in value;
}

function eventsOf(data: string): LiveEvent[] {
  const events: unknown = JSON.parse(data);
  return Array.isArray(events) ? events.filter(isLiveEvent) : [];
}

/** One EventSource that comes back by itself, also after an answer the browser gives up on. */
function openSource(hearer: Hearer): () => void {
  let source: EventSource | undefined;
  let retry: number | undefined;
  let wasOpen = false;

  const connect = () => {
    // The page is as old as its navigation: the server tells first what happened since.
    const begun = performance.now();
    const age = Math.ceil(begun) + HANDSHAKE;
    const current = new EventSource(wasOpen ? ADDRESS : `${ADDRESS}?age_ms=${age}`);
    source = current;
    current.onopen = () => {
      if (wasOpen || performance.now() - begun > HANDSHAKE + ON_THE_WAY) hearer.onGap();
      wasOpen = true;
      hearer.onState('open');
    };
    current.addEventListener('changes', ({ data }) => eventsOf(data).forEach(hearer.onEvent));
    current.addEventListener('missed', ({ data }) => eventsOf(data).forEach(hearer.onMissed));
    current.addEventListener('resync', hearer.onGap);
    current.onerror = () => {
      // The browser would come back with the same address, in which the page is too young.
      if (!wasOpen) current.close();
      const gaveUp = current.readyState === EventSource.CLOSED;
      hearer.onState(gaveUp ? 'closed' : 'connecting');
      if (gaveUp) retry = window.setTimeout(connect, RETRY);
    };
  };

  connect();
  return () => {
    window.clearTimeout(retry);
    source?.close();
  };
}

/** What was heard in the last minute, for a tab that was read a moment before it listened. */
function recall() {
  let since = performance.now();
  let heard: { at: number; event: LiveEvent }[] = [];
  return {
    keep(event: LiveEvent) {
      const at = performance.now();
      heard = heard.filter((each) => each.at >= at - RECALL);
      heard.push({ at, event });
      since = Math.max(since, at - RECALL);
    },
    /** All since then, or nothing if that is longer ago than is remembered. */
    after(age: number): LiveEvent[] | null {
      const from = performance.now() - age - ON_THE_WAY;
      if (from < since) return null;
      return heard.flatMap(({ at, event }) => (at >= from ? [event] : []));
    },
  };
}

/** Hold the connection and pass everything on to the other tabs. */
function lead(hearer: Hearer, channel: BroadcastChannel): () => void {
  let state: LiveState = 'connecting';
  const lately = recall();
  const tell = (note: Note) => channel.postMessage(note);
  channel.onmessage = ({ data }: MessageEvent<Note>) => {
    if (data.kind !== 'hello') return;
    tell({ kind: 'state', state });
    tell({ kind: 'missed', to: data.from, events: lately.after(data.age) });
  };
  return openSource({
    onEvent: (event) => {
      lately.keep(event);
      hearer.onEvent(event);
      tell({ kind: 'event', event });
    },
    onMissed: hearer.onMissed,
    onState: (next) => {
      state = next;
      hearer.onState(next);
      tell({ kind: 'state', state });
    },
    onGap: () => {
      hearer.onGap();
      tell({ kind: 'gap' });
    },
  });
}

function catchUp(hearer: Hearer, missed: LiveEvent[] | null): void {
  if (missed) missed.forEach(hearer.onMissed);
  else hearer.onGap();
}

/** Take what the leading tab passes on. */
function follow(hearer: Hearer, channel: BroadcastChannel): void {
  const from = crypto.randomUUID();
  channel.onmessage = ({ data }: MessageEvent<Note>) => {
    if (data.kind === 'event') hearer.onEvent(data.event);
    if (data.kind === 'state') hearer.onState(data.state);
    if (data.kind === 'gap') hearer.onGap();
    if (data.kind === 'missed' && data.to === from) catchUp(hearer, data.events);
  };
  channel.postMessage({ kind: 'hello', from, age: performance.now() } satisfies Note);
}

/**
 * Listen to the server. One tab of the browser holds the connection and tells the others,
 * because browsers allow only six connections to a server over HTTP/1.1.
 */
export function listen(hearer: Hearer): () => void {
  if (!('locks' in navigator) || !('BroadcastChannel' in window)) return openSource(hearer);

  const channel = new BroadcastChannel(CHANNEL);
  const stopped = new AbortController();
  let close: (() => void) | undefined;

  follow(hearer, channel);
  navigator.locks
    .request(CHANNEL, { signal: stopped.signal }, () => {
      if (stopped.signal.aborted) return;
      close = lead(hearer, channel);
      return new Promise<void>((release) => {
        stopped.signal.addEventListener('abort', () => release());
      });
    })
    .catch(() => undefined);

  return () => {
    stopped.abort();
    close?.();
    channel.close();
  };
}

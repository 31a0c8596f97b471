/**
 * The service worker: the portal opens without a network, and nothing of what the API answers is ever kept.
 * Pages come from the network first, so a new version of the desk is never hidden by an old one.
 */
type Later = Event & { waitUntil(work: Promise<unknown>): void };
type Asked = Later & { request: Request; respondWith(answer: Promise<Response>): void };
type Scope = {
  /** Written in front of this file by the build. */
  __SHELL: { version: string; files: readonly string[] };
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(kind: 'install' | 'activate', hear: (event: Later) => void): void;
  addEventListener(kind: 'fetch', hear: (event: Asked) => void): void;
  addEventListener(kind: 'message', hear: (event: MessageEvent) => void): void;
};

const worker = self as unknown as Scope;
const { version, files } = worker.__SHELL;
const PREFIX = 'deskplane-shell-';
const SHELL = `${PREFIX}${version}`;
const PAGE = '/portal';
const PAGES = /^\/(app|portal|login|invitation|reset-password)(\/|$)/;
const kept = new Set(files);

async function install(): Promise<void> {
  const cache = await caches.open(SHELL);
  const fresh = files.map((file) => new Request(file, { cache: 'reload' }));
  await cache.addAll([new Request(PAGE, { cache: 'reload' }), ...fresh]);
}

async function activate(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== SHELL);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** The page itself, from the network as long as there is one. */
async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const found = await (await caches.open(SHELL)).match(PAGE);
    if (found) return found;
    throw error;
  }
}

/** A file whose name changes with its content. */
async function asset(request: Request): Promise<Response> {
  const found = await (await caches.open(SHELL)).match(request);
  return found ?? (await fetch(request));
}

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('message', ({ data }) => {
  if (data === 'take-over') void worker.skipWaiting();
});
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (PAGES.test(pathname)) event.respondWith(page(request));
  } else if (kept.has(pathname + search)) {
    event.respondWith(asset(request));
  }
});

// A module of its own: the names above are nobody else's.
export {};

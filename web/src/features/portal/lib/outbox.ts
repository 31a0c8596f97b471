import type { Request, RequestBody } from '@/features/portal/api/types';
import { drop, put, take, takeAll } from '@/features/portal/lib/store';
import { api, read } from '@/shared/api/client';
import { asProblem } from '@/shared/api/problem';
import { upload } from '@/shared/api/upload';

/** A file that waits in this browser; it has an id once it was uploaded. */
export type HeldFile = { name: string; blob: Blob; id?: string };

/** A request on its way. The key makes it one request, however often it is sent. */
export type Waiting = {
  key: string;
  personId: string;
  at: number;
  body: RequestBody;
  files: HeldFile[];
  /** First attempt: its answer may have been lost. */
  triedAt?: number;
  /** Why the desk does not take it. */
  refusal?: string;
};

const LOCK = 'deskplane.outbox';
// The desk knows a key for a day; after that the same request would become a second one.
const SURE_FOR = 23 * 3_600_000;
const LATER = new Set([0, 401, 403, 408, 429]);

/** Whether it may pass by itself. */
export function isForLater(error: unknown): boolean {
  const { status } = asProblem(error);
  return LATER.has(status) || status >= 500;
}

/** Tried so long ago that nobody knows whether it arrived. */
export const isUnsure = ({ triedAt }: Waiting): boolean =>
  triedAt !== undefined && Date.now() - triedAt > SURE_FOR;

export async function waitingOf(personId: string): Promise<Waiting[]> {
  const all = await takeAll<Waiting>('outbox');
  return all.filter((item) => item.personId === personId).sort((a, b) => a.at - b.at);
}

export const keep = (item: Waiting) => put('outbox', item);
export const discard = (key: string) => drop('outbox', key);

/** Send what an unsure request says as a new one. */
export async function sendAgain(item: Waiting): Promise<void> {
  const { triedAt: _, refusal: __, ...rest } = item;
  await keep({ ...rest, key: crypto.randomUUID(), files: rest.files.map(withoutId) });
  await discard(item.key);
}

const withoutId = ({ name, blob }: HeldFile): HeldFile => ({ name, blob });

async function uploadFiles(item: Waiting): Promise<void> {
  for (const held of item.files) {
    if (held.id) continue;
    const file = new File([held.blob], held.name, { type: held.blob.type });
    const signal = new AbortController().signal;
    type Answer = { data: { id: string }[] };
    const { data } = await upload<Answer>('/api/v1/attachments', file, {
      onProgress: () => undefined,
      signal,
    });
    const [stored] = data;
    if (stored) held.id = stored.id;
    await keep(item);
  }
}

async function post(item: Waiting): Promise<Request> {
  item.triedAt ??= Date.now();
  await keep(item);
  const attachment_ids = item.files.flatMap(({ id }) => (id ? [id] : []));
  return await read(
    api.POST('/api/v1/portal/tickets', {
      headers: { 'Idempotency-Key': item.key },
      body: { ...item.body, attachment_ids },
    }),
  );
}

async function deliver(key: string): Promise<Request | undefined> {
  const item = await take<Waiting>('outbox', key);
  if (!item || item.refusal || isUnsure(item)) return undefined;
  try {
    await uploadFiles(item);
    const made = await post(item);
    await discard(key);
    return made;
  } catch (error) {
    if (!isForLater(error)) await keep({ ...item, refusal: asProblem(error).message });
    throw error;
  }
}

/** Send one request; nothing happens if another tab has sent it meanwhile. */
export function send(key: string): Promise<Request | undefined> {
  if (!('locks' in navigator)) return deliver(key);
  return navigator.locks.request(LOCK, () => deliver(key));
}

/** Send all that waits, the oldest first; stop when the network is silent. Returns what was sent. */
export async function sendAll(personId: string): Promise<Request[]> {
  const sent: Request[] = [];
  for (const { key } of await waitingOf(personId)) {
    try {
      const made = await send(key);
      if (made) sent.push(made);
    } catch (error) {
      if (isForLater(error)) break;
    }
  }
  return sent;
}

/** What the portal keeps in this browser: requests to send, drafts, and the cards for a form without a network. */
type Shelf = 'outbox' | 'drafts' | 'kept';

const NAME = 'deskplane.portal';
const SHELVES: readonly Shelf[] = ['outbox', 'drafts', 'kept'];

let opening: Promise<IDBDatabase> | undefined;

function done<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function open(): Promise<IDBDatabase> {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const shelf of SHELVES) request.result.createObjectStore(shelf, { keyPath: 'key' });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => {
      opening = undefined;
      reject(request.error);
    };
  });
  return opening;
}

async function shelf(name: Shelf, mode: IDBTransactionMode): Promise<IDBObjectStore> {
  return (await open()).transaction(name, mode).objectStore(name);
}

export async function put<Item extends { key: string }>(name: Shelf, item: Item): Promise<void> {
  await done((await shelf(name, 'readwrite')).put(item));
}

export async function take<Item>(name: Shelf, key: string): Promise<Item | undefined> {
  return (await done((await shelf(name, 'readonly')).get(key))) as Item | undefined;
}

export async function takeAll<Item>(name: Shelf): Promise<Item[]> {
  return (await done((await shelf(name, 'readonly')).getAll())) as Item[];
}

export async function drop(name: Shelf, key: string): Promise<void> {
  await done((await shelf(name, 'readwrite')).delete(key));
}

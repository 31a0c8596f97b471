import { useSyncExternalStore } from 'react';

import { type KeyId, presetKeys } from './keyCatalog';

/** The keys somebody chose, by action; an empty text switches an action's key off. */
export type OwnKeys = Readonly<Record<string, string>>;

const STORED = 'deskplane.singleKeys';

let own: OwnKeys = {};
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

export function subscribeOwnKeys(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const ownKeys = () => own;

/** Take over the keys of the profile. */
export function takeOwnKeys(next: OwnKeys): void {
  own = next;
  tell();
}

/** Whether keys without Ctrl act; a person can switch them off (WCAG 2.1.4). */
export const singleKeysOn = () => localStorage.getItem(STORED) !== 'off';

export function switchSingleKeys(on: boolean): void {
  localStorage.setItem(STORED, on ? 'on' : 'off');
  tell();
}

/** Which key an action has for this person; empty if none. */
export const keysOf = (id: string, preset = presetKeys(id)): string => own[id] ?? preset;

const acts = (keys: string) => keys !== '' && (keys.startsWith('mod+') || singleKeysOn());

/** The key to show as a hint beside an action; empty while it does not act. */
export function useKeyHint(id: KeyId): string {
  return useSyncExternalStore(subscribeOwnKeys, () => {
    const keys = keysOf(id);
    return acts(keys) ? keys : '';
  });
}

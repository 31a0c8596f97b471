import { KEY_ACTIONS, type KeyAction, type KeyPlace } from '@/shared/lib/keyCatalog';
import { keyName, writesSign } from '@/shared/lib/keys';
import type { OwnKeys } from '@/shared/lib/ownKeys';

const ACTIONS: readonly KeyAction[] = KEY_ACTIONS;

/** Keys that move the focus, press buttons or close: they must go on doing that. */
const FIXED = new Set(['tab', 'enter', ' ', 'escape', 'backspace', 'delete', 'home', 'end']);
const HELD = new Set(['shift', 'control', 'alt', 'altgraph', 'meta', 'capslock', 'dead']);
/** With Ctrl: text editing, and what browsers do not give away. */
const TAKEN = new Set([...'acvxzytnwrlpf0123456789', 'tab', 'f4']);

export type Refusal = 'fixed' | 'browser';

/** What was pressed, as `useKeys` writes it; nothing while only Ctrl or Shift is down. */
export function pressedKeys(event: KeyboardEvent): string | null {
  const name = keyName(event);
  if (HELD.has(name)) return null;
  const modified = (event.ctrlKey || event.metaKey) && !writesSign(event);
  return modified ? `mod+${name}` : name;
}

/** Why a key cannot be taken. */
export function refusalOf(pressed: string): Refusal | null {
  if (pressed.startsWith('mod+')) return TAKEN.has(pressed.slice(4)) ? 'browser' : null;
  return FIXED.has(pressed) || pressed.startsWith('arrow') || pressed.startsWith('page')
    ? 'fixed'
    : null;
}

const meet = (one: readonly KeyPlace[], other: readonly KeyPlace[]) =>
  one.includes('everywhere') ||
  other.includes('everywhere') ||
  one.some((place) => other.includes(place));

/** `g` alone would act before `g o` is complete. */
const clash = (one: string, other: string) =>
  one === other || one.startsWith(`${other} `) || other.startsWith(`${one} `);

export const keysNow = (action: KeyAction, own: OwnKeys) => own[action.id] ?? action.keys;

/** The other actions that the same keys would start on some page. */
export function conflictsOf(action: KeyAction, keys: string, own: OwnKeys): KeyAction[] {
  if (!keys) return [];
  return ACTIONS.filter((other) => {
    if (other.id === action.id || !meet(action.places, other.places)) return false;
    const theirs = keysNow(other, own);
    return theirs !== '' && clash(keys, theirs);
  });
}

/** The keys of a person after one was chosen; `null` takes the preset back. */
export function withKeys(own: OwnKeys, action: KeyAction, keys: string | null): OwnKeys {
  const { [action.id]: _, ...others } = own;
  return keys === null || keys === action.keys ? others : { ...others, [action.id]: keys };
}

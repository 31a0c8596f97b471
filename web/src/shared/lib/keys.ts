import { useEffect, useRef, useSyncExternalStore } from 'react';

import { keyAction } from './keyCatalog';
import { keysOf, singleKeysOn, subscribeOwnKeys } from './ownKeys';

export type Binding = {
  /** The preset: `c`, `?`, `g o` (one after the other) or `mod+k` (Ctrl, or Command on a Mac). */
  keys: string;
  label: string;
  run: () => void;
  group?: 'everywhere' | 'page';
};

/** A binding with the name of its action and the key that this person has for it. */
export type Bound = Binding & { id: string };

const PAUSE = 1000;

let bound: readonly (readonly Binding[])[] = [];
let present: readonly Bound[] | undefined;
const listeners = new Set<() => void>();
let typed: string[] = [];
let pause: number | undefined;

function change(next: typeof bound): void {
  bound = next;
  present = undefined;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

subscribeOwnKeys(() => change(bound));

function named(binding: Binding): Bound {
  const id = keyAction(binding.keys, binding.label)?.id ?? binding.keys;
  return { ...binding, id, keys: keysOf(id, binding.keys) };
}

/** All that is bound now, with the keys of this person. */
function bindings(): readonly Bound[] {
  present ??= bound.flat().map(named);
  return present;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const field = 'input:not([type=checkbox]):not([type=radio]), textarea, select';
  return target.isContentEditable || target.matches(field);
}

const isFloating = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('[role=dialog],[role=menu]') !== null;

export const keyName = (event: { key: string }) => event.key.toLowerCase();

/** The newest page wins over what is bound everywhere. */
const find = (keys: string) => bindings().findLast((binding) => binding.keys === keys);

function act(event: KeyboardEvent, binding: Binding): void {
  event.preventDefault();
  typed = [];
  binding.run();
}

function onModified(event: KeyboardEvent): void {
  const binding = find(`mod+${keyName(event)}`);
  if (binding) act(event, binding);
}

function onSingle(event: KeyboardEvent): void {
  if (!singleKeysOn() || isTyping(event.target) || isFloating(event.target)) return;
  window.clearTimeout(pause);
  pause = window.setTimeout(() => {
    typed = [];
  }, PAUSE);
  typed = [...typed.slice(-1), keyName(event)];
  const binding = find(typed.join(' ')) ?? find(keyName(event));
  if (binding) act(event, binding);
}

/** Many keyboards write `[` or `/` only with Alt or AltGr held: that is a plain sign then. */
export function writesSign(event: KeyboardEvent): boolean {
  if (event.getModifierState('AltGraph')) return event.key.length === 1;
  return event.altKey && event.key.length === 1 && !/[\p{L}\p{N}\s]/u.test(event.key);
}

/** Escape leaves a text field, so that single keys act again. */
function leave({ key, target }: KeyboardEvent): void {
  if (key !== 'Escape' || !isTyping(target) || isFloating(target)) return;
  if (target instanceof HTMLElement && target.ariaExpanded !== 'true') target.blur();
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  leave(event);
  if (writesSign(event)) onSingle(event);
  else if (event.altKey) return;
  else if (event.ctrlKey || event.metaKey) onModified(event);
  else onSingle(event);
}

/** Bind keys while the component is shown; all of them appear in the cheat sheet. */
export function useKeys(bindings: readonly Binding[]): void {
  const latest = useRef(bindings);
  latest.current = bindings;
  const names = bindings.map(({ keys, label }) => `${keys}:${label}`).join();

  // biome-ignore lint/correctness/useExhaustiveDependencies: what the keys do is read when they are pressed
  useEffect(() => {
    const mine = latest.current.map((binding, index) => ({
      ...binding,
      run: () => latest.current[index]?.run(),
    }));
    if (bound.length === 0) window.addEventListener('keydown', onKeyDown);
    change([...bound, mine]);
    return () => {
      change(bound.filter((each) => each !== mine));
      if (bound.length === 0) window.removeEventListener('keydown', onKeyDown);
    };
  }, [names]);
}

/** What keys do here now; of two with the same key the one that acts. */
export function useBindings(): readonly Bound[] {
  const all = useSyncExternalStore(subscribe, bindings);
  return all.filter(
    ({ id, keys }, index) =>
      !all.slice(index + 1).some((later) => later.id === id || (keys && later.keys === keys)),
  );
}

const isMac = () => navigator.platform.startsWith('Mac');

const NAMES: Record<string, string> = {
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
};

function cap(key: string): string {
  if (key === 'mod') return isMac() ? '⌘' : 'Ctrl';
  if (key.length === 1) return key.toUpperCase();
  return NAMES[key] ?? `${key[0]?.toUpperCase()}${key.slice(1)}`;
}

/** The caps to draw for a binding: Ctrl K, or G then O. */
export function keyCaps(keys: string): string[] {
  if (!keys) return [];
  return keys
    .split(' ')
    .flatMap((part) => (part.startsWith('mod+') ? ['mod', part.slice(4)] : [part]))
    .map(cap);
}

import { useEffect, useRef, useSyncExternalStore } from 'react';

export type Binding = {
  /** `c`, `?`, `g o` (one after the other) or `mod+k` (Ctrl, or Command on a Mac). */
  keys: string;
  label: string;
  run: () => void;
  group?: 'everywhere' | 'page';
};

const PAUSE = 1000;
const STORED = 'deskplane.singleKeys';

let bound: readonly (readonly Binding[])[] = [];
const listeners = new Set<() => void>();
let typed: string[] = [];
let pause: number | undefined;

function change(next: typeof bound): void {
  bound = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether keys without Ctrl act; a person can switch them off (WCAG 2.1.4). */
export const singleKeysOn = () => localStorage.getItem(STORED) !== 'off';

export function switchSingleKeys(on: boolean): void {
  localStorage.setItem(STORED, on ? 'on' : 'off');
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const field = 'input:not([type=checkbox]):not([type=radio]), textarea, select';
  return target.isContentEditable || target.matches(field);
}

const isFloating = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('[role=dialog],[role=menu]') !== null;

const nameOf = (event: KeyboardEvent) => event.key.toLowerCase();

/** The newest page wins over what is bound everywhere. */
function find(keys: string): Binding | undefined {
  return bound
    .flat()
    .toReversed()
    .find((binding) => binding.keys === keys);
}

function act(event: KeyboardEvent, binding: Binding): void {
  event.preventDefault();
  typed = [];
  binding.run();
}

function onModified(event: KeyboardEvent): void {
  const binding = find(`mod+${nameOf(event)}`);
  if (binding) act(event, binding);
}

function onSingle(event: KeyboardEvent): void {
  if (!singleKeysOn() || isTyping(event.target) || isFloating(event.target)) return;
  window.clearTimeout(pause);
  pause = window.setTimeout(() => {
    typed = [];
  }, PAUSE);
  typed = [...typed.slice(-1), nameOf(event)];
  const binding = find(typed.join(' ')) ?? find(nameOf(event));
  if (binding) act(event, binding);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  if (event.ctrlKey || event.metaKey) onModified(event);
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

/** All keys that act now. */
export function useBindings(): readonly Binding[] {
  return useSyncExternalStore(subscribe, () => bound).flat();
}

const isMac = () => navigator.platform.startsWith('Mac');

/** The caps to draw for a binding: Ctrl K, or G then O. */
export function keyCaps(keys: string): string[] {
  return keys.split(/[ +]/).map((key) => {
    if (key === 'mod') return isMac() ? '⌘' : 'Ctrl';
    return key.length === 1 ? key.toUpperCase() : key[0]?.toUpperCase() + key.slice(1);
  });
}

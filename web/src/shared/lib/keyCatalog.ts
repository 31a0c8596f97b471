import i18next, { type ParseKeys } from 'i18next';

/** Where keys act: on every page, or on one kind of page. */
export const KEY_PLACES = ['everywhere', 'list', 'ticket', 'newTicket', 'board'] as const;
export type KeyPlace = (typeof KEY_PLACES)[number];

/** Where the words of the actions come from, beside `common`. */
export const KEY_TEXTS = ['tickets', 'newTicket', 'board', 'macros'] as const;

type Text = ParseKeys<['common', ...typeof KEY_TEXTS]>;

export type KeyAction = {
  /** Stored in profiles: it never changes, whatever the key or its words. */
  id: string;
  /** The preset. */
  keys: string;
  text: Text;
  places: readonly KeyPlace[];
};

const everywhere = ['everywhere'] as const;
const both = ['list', 'ticket'] as const;

/**
 * Every action of the app that has a key. `useKeys` finds its line here by the preset key and the
 * words; a test fails for a key that has no line.
 */
export const KEY_ACTIONS = [
  { id: 'palette', keys: 'mod+k', text: 'keys.palette', places: everywhere },
  { id: 'help', keys: '?', text: 'keys.help', places: everywhere },
  { id: 'create', keys: 'c', text: 'keys.create', places: everywhere },
  { id: 'go.overview', keys: 'g o', text: 'keys.goOverview', places: everywhere },
  { id: 'go.tickets', keys: 'g t', text: 'keys.goTickets', places: everywhere },
  { id: 'go.board', keys: 'g b', text: 'keys.goBoard', places: everywhere },
  { id: 'go.settings', keys: 'g s', text: 'keys.goSettings', places: everywhere },
  { id: 'scheme', keys: 'mod+j', text: 'keys.scheme', places: everywhere },
  { id: 'search', keys: '/', text: 'keys.search', places: ['list'] },
  { id: 'next', keys: 'j', text: 'tickets:keys.down', places: ['list'] },
  { id: 'previous', keys: 'k', text: 'tickets:keys.up', places: ['list'] },
  { id: 'panel', keys: 'o', text: 'tickets:keys.panel', places: ['list'] },
  { id: 'select', keys: 'x', text: 'tickets:keys.tick', places: ['list'] },
  { id: 'status', keys: 's', text: 'tickets:keys.status', places: both },
  { id: 'priority', keys: 'p', text: 'tickets:keys.priority', places: both },
  { id: 'assign', keys: 'a', text: 'tickets:keys.assign', places: both },
  { id: 'assignMe', keys: 'i', text: 'tickets:keys.assignMe', places: both },
  { id: 'reply', keys: 'r', text: 'tickets:keys.reply', places: both },
  { id: 'note', keys: 'n', text: 'tickets:keys.note', places: both },
  { id: 'edit', keys: 'e', text: 'tickets:keys.title', places: ['ticket'] },
  { id: 'ticket.previous', keys: '[', text: 'tickets:keys.up', places: ['ticket'] },
  { id: 'ticket.next', keys: ']', text: 'tickets:keys.down', places: ['ticket'] },
  { id: 'macro', keys: 'm', text: 'macros:keys.open', places: ['ticket'] },
  { id: 'send.new', keys: 'mod+enter', text: 'newTicket:create', places: ['newTicket'] },
  { id: 'board.move', keys: 'm', text: 'board:keys.move', places: ['board'] },
] as const satisfies readonly KeyAction[];

export type KeyId = (typeof KEY_ACTIONS)[number]['id'];

const all: readonly KeyAction[] = KEY_ACTIONS;

/** The words of an action, in the language of the page. */
export const actionWords = ({ text }: KeyAction) => i18next.t(text as never) as string;

/** The line of an action: by its preset key, and where two have the same one by its words. */
export function keyAction(keys: string, label: string): KeyAction | undefined {
  const fitting = all.filter((action) => action.keys === keys);
  if (fitting.length < 2) return fitting[0];
  return fitting.find((action) => actionWords(action) === label) ?? fitting[0];
}

/** The preset key of an action. */
export const presetKeys = (id: string) => all.find((action) => action.id === id)?.keys ?? '';

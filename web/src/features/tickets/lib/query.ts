import { PRIORITIES, STATUSES, TICKET_TYPES } from '@/shared/lib/vocabulary';

import {
  FILTERS,
  type Filter,
  SOURCES,
  type TicketSearch,
  valuesOf,
  wantedOf,
  withFilter,
} from './search';

/** Fields that hold ids; the text shows and takes names. */
export const NAMED = ['team', 'assignee', 'requester', 'category'] as const;
export type NamedField = (typeof NAMED)[number];

/** What stands wrong in a query text, where, and what may stand there. */
export type QueryFault = {
  at: number;
  length: number;
  why: 'field' | 'value' | 'negated' | 'empty' | 'quote' | 'time' | 'compared';
  word: string;
  allowed: readonly string[];
};

export type Query = {
  filters: Partial<Record<Filter, string[]>>;
  custom: Record<string, string>;
  where: string;
  q: string;
};
export type Parsed = { query: Query; fault: null } | { query: null; fault: QueryFault };

/** The id behind a name, and the name of an id. */
export type Names = {
  idOf: (field: NamedField, name: string) => string | undefined;
  nameOf: (field: NamedField, id: string) => string | undefined;
};

const WORDS: Partial<Record<Filter, readonly string[]>> = {
  status: STATUSES,
  priority: PRIORITIES,
  type: TICKET_TYPES,
  source: SOURCES,
};
const TIMES: Record<string, string> = {
  updated: 'updated_at',
  created: 'created_at',
  due: 'due_at',
};
const SPECIAL = ['me', 'none'];
const CUSTOM = /^custom\.[a-z][a-z0-9_]*$/;
const OPERATOR = /^(-?)([a-z][a-z0-9_.]*)(>=|<=|:|<|>)(.*)$/s;
const SPAN = /^\d{1,4}[mhdw]$/;
const ID = /^[0-9a-f-]{36}$/;

export const QUERY_FIELDS = [...FILTERS, ...Object.keys(TIMES), 'where'];

const isNamed = (field: Filter): field is NamedField => NAMED.some((each) => each === field);

type Token = { text: string; at: number };

/** Thrown inside the parser alone. */
class Fault extends Error {
  constructor(readonly fault: QueryFault) {
    super(fault.why);
  }
}

function fail(
  token: Token,
  why: QueryFault['why'],
  word: string,
  allowed: readonly string[] = [],
): never {
  const inside = word === '' ? -1 : token.text.lastIndexOf(word);
  const at = token.at + Math.max(0, inside);
  throw new Fault({ at, length: inside < 0 ? token.text.length : word.length, why, word, allowed });
}

const TOKEN = /(?:"(?:\\.|[^"\\])*"|[^\s"])+|"/g;

/** Split at blanks outside quotes. */
function tokensOf(text: string): Token[] {
  return [...text.matchAll(TOKEN)].map(({ 0: word, index: at }) => {
    if (word !== '"') return { text: word, at };
    const rest = text.slice(at);
    throw new Fault({ at, length: rest.length, why: 'quote', word: rest, allowed: ['"'] });
  });
}

const unquoted = (text: string) =>
  /^".*"$/s.test(text) ? text.slice(1, -1).replace(/\\(["\\])/g, '$1') : text;

const quoted = (text: string) =>
  /^[^\s",:<>\\-][^\s",:<>\\]*$/.test(text) ? text : `"${text.replace(/(["\\])/g, '\\$1')}"`;

/** The values of a list, split at commas outside quotes. */
const valuesIn = (text: string) =>
  (text.match(/"(?:\\.|[^"\\])*"|[^,"]+/g) ?? [])
    .map((each) => unquoted(each.trim()))
    .filter(Boolean);

function readValue(token: Token, field: Filter, value: string, names: Names): string {
  const words = WORDS[field];
  if (words) {
    const plain = value.toLowerCase().replace(/[ -]/g, '_');
    return words.find((word) => word.toLowerCase() === plain) ?? fail(token, 'value', value, words);
  }
  if (!isNamed(field)) return value;
  if (ID.test(value) || (field !== 'category' && SPECIAL.includes(value))) return value;
  return (
    names.idOf(field, value) ?? fail(token, 'value', value, field === 'category' ? [] : SPECIAL)
  );
}

/** From `high` up or down, as the ranks of priorities go. */
function compared(token: Token, operator: string, value: string): string[] {
  const rank = (PRIORITIES as readonly string[]).indexOf(value.toLowerCase());
  if (rank < 0) fail(token, 'value', value, PRIORITIES);
  const keep = {
    '>=': (at: number) => at <= rank,
    '>': (at: number) => at < rank,
    '<=': (at: number) => at >= rank,
    '<': (at: number) => at > rank,
  }[operator];
  return PRIORITIES.filter((_, at) => keep?.(at));
}

function timed(token: Token, field: string, operator: string, value: string): string {
  if (operator !== '<' && operator !== '>') fail(token, 'compared', field, ['<', '>']);
  if (!SPAN.test(value)) fail(token, 'time', value, ['30m', '4h', '7d', '2w']);
  // Due within a time lies ahead, everything else behind.
  if (field === 'due') return `due_at ${operator === '<' ? 'before' : 'after'} +${value}`;
  return `${TIMES[field]} ${operator === '<' ? 'after' : 'before'} -${value}`;
}

type Draft = Query & { pieces: string[]; words: string[] };

function listTerm(
  draft: Draft,
  token: Token,
  field: Filter,
  negated: boolean,
  rest: string,
  names: Names,
) {
  const values = valuesIn(rest).map((value) => readValue(token, field, value, names));
  if (values.length === 0) fail(token, 'empty', '', WORDS[field] ?? []);
  if (!negated) {
    draft.filters[field] = [...new Set([...(draft.filters[field] ?? []), ...values])];
    return;
  }
  const words = WORDS[field];
  if (field === 'tag') {
    draft.pieces.push(...values.map((tag) => `tags not contains ${JSON.stringify(tag)}`));
  } else if (words) {
    draft.filters[field] = words.filter((word) => !values.includes(word));
  } else fail(token, 'negated', field, ['-status', '-priority', '-type', '-source', '-tag']);
}

type Parts = { token: Token; minus: string; name: string; operator: string; rest: string };

function fieldTerm(draft: Draft, { token, minus, name, operator, rest }: Parts, names: Names) {
  const field = FILTERS.find((each) => each === name);
  if (!field) fail(token, 'field', name, QUERY_FIELDS);
  if (operator === ':') return listTerm(draft, token, field, minus !== '', rest, names);
  if (field !== 'priority' || minus) fail(token, 'compared', field, [':']);
  draft.filters.priority = compared(token, operator, rest);
}

function term(draft: Draft, token: Token, names: Names): void {
  const [, minus = '', name = '', operator = '', rest = ''] = OPERATOR.exec(token.text) ?? [];
  if (name === '') {
    draft.words.push(unquoted(token.text));
    return;
  }
  if (name in TIMES) {
    if (minus) fail(token, 'negated', name, ['<', '>']);
    draft.pieces.push(timed(token, name, operator, rest));
  } else if (name === 'where' && operator === ':') draft.pieces.push(unquoted(rest));
  else if (CUSTOM.test(name) && operator === ':' && !minus) {
    draft.custom[name.slice('custom.'.length)] = valuesIn(rest).join(',');
  } else fieldTerm(draft, { token, minus, name, operator, rest }, names);
}

/** Read a query text. */
export function parseQuery(text: string, names: Names): Parsed {
  const draft: Draft = { filters: {}, custom: {}, where: '', q: '', pieces: [], words: [] };
  try {
    for (const token of tokensOf(text)) term(draft, token, names);
  } catch (error) {
    if (error instanceof Fault) return { query: null, fault: error.fault };
    throw error;
  }
  const { filters, custom, pieces, words } = draft;
  return {
    query: { filters, custom, where: pieces.join(' and '), q: words.join(' ') },
    fault: null,
  };
}

/** The address with a query in the place of all its filters. */
export function searchOfQuery(search: TicketSearch, query: Query): TicketSearch {
  const { q: _, where: __, custom: ___, ...rest } = search;
  const listed = FILTERS.reduce<TicketSearch>(
    (now, field) => withFilter(now, field, query.filters[field] ?? []),
    rest,
  );
  return {
    ...listed,
    ...(query.q ? { q: query.q } : {}),
    ...(query.where ? { where: query.where } : {}),
    ...(Object.keys(query.custom).length > 0 ? { custom: query.custom } : {}),
  };
}

const PIECES: [RegExp, (found: RegExpExecArray) => string][] = [
  [
    /^tags not contains ("(?:\\.|[^"\\])*")$/,
    ([, tag = '""']) => `-tag:${quoted(JSON.parse(tag) as string)}`,
  ],
  [/^(updated|created)_at after -(\d{1,4}[mhdw])$/, ([, field, span]) => `${field}<${span}`],
  [/^(updated|created)_at before -(\d{1,4}[mhdw])$/, ([, field, span]) => `${field}>${span}`],
  [/^due_at before \+(\d{1,4}[mhdw])$/, ([, span]) => `due<${span}`],
  [/^due_at after \+(\d{1,4}[mhdw])$/, ([, span]) => `due>${span}`],
];

function pieceText(piece: string): string | undefined {
  for (const [pattern, write] of PIECES) {
    const found = pattern.exec(piece);
    if (found) return write(found);
  }
  return undefined;
}

/** A condition in the words of the query text, as far as it is made of such pieces. */
function whereText(where: string): string {
  const pieces = where.split(' and ').map(pieceText);
  const known = pieces.filter((piece) => piece !== undefined);
  return known.length === pieces.length
    ? known.join(' ')
    : `where:"${where.replace(/(["\\])/g, '\\$1')}"`;
}

/** All filters of an address as text: what its chips say, in words. */
export function formatQuery(search: TicketSearch, names: Names): string {
  const { custom, where, q } = wantedOf(search);
  const lists = FILTERS.flatMap((field) => {
    const values = valuesOf(search, field).map((value) =>
      isNamed(field) ? (names.nameOf(field, value) ?? value) : value,
    );
    return values.length > 0 ? [`${field}:${values.map(quoted).join(',')}`] : [];
  });
  const own = Object.entries(custom).map(
    ([key, values]) => `custom.${key}:${values.map(quoted).join(',')}`,
  );
  const words = q
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => (OPERATOR.test(word) ? quoted(word) : word));
  return [...lists, ...own, ...(where ? [whereText(where)] : []), ...words].join(' ');
}

/** One part of a condition as a chip says it: a field is, or is not, one of some values. */
export type Clause = { field: string; not: boolean; values: readonly string[] };

/** Stands for "has none" among the values. */
export const NONE = '∅';

/** Fields that hold several values at once have tests of their own. */
export type IsList = (field: string) => boolean;

type Token = { kind: 'mark' | 'text' | 'word'; text: string };

// As the server cuts a query into pieces.
const TOKEN =
  /\s+|([(),]|==|!=|<>|>=|<=|=|>|<)|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s(),"'=!<>]+)/y;
const BARE = /^[A-Za-z0-9_.:+\-@/]+$/;
const RESERVED = new Set(
  'and or not in is empty contains between before after always has word starts with'.split(' '),
);

function tokensOf(text: string): Token[] | null {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (!match) return null;
    const [, mark, double, single, word] = match;
    const quoted = double ?? single;
    if (mark !== undefined) found.push({ kind: 'mark', text: mark });
    else if (quoted !== undefined) {
      found.push({ kind: 'text', text: quoted.replaceAll(/\\(.)/gs, '$1') });
    } else if (word !== undefined) found.push({ kind: 'word', text: word });
  }
  return found;
}

/** Reads what chips can show; anything else makes the whole `null`. */
class Reader {
  private at = 0;
  constructor(private readonly tokens: readonly Token[]) {}

  private take(...words: string[]): boolean {
    const fits = words.every((word, index) => {
      const token = this.tokens[this.at + index];
      return token !== undefined && token.kind !== 'text' && token.text.toLowerCase() === word;
    });
    if (fits) this.at += words.length;
    return fits;
  }

  private value(): string | null {
    const token = this.tokens[this.at];
    if (!token || token.kind === 'mark') return null;
    this.at += 1;
    return token.text;
  }

  private values(): string[] | null {
    if (!this.take('(')) {
      const only = this.value();
      return only === null ? null : [only];
    }
    const found: string[] = [];
    do {
      const next = this.value();
      if (next === null) return null;
      found.push(next);
    } while (this.take(','));
    return this.take(')') ? found : null;
  }

  private test(): Omit<Clause, 'field'> | null {
    if (this.take('is', 'not', 'empty')) return { not: true, values: [NONE] };
    if (this.take('is', 'empty')) return { not: false, values: [NONE] };
    const single = this.take('=') || this.take('==') || this.take('contains');
    const not = !single && (this.take('!=') || this.take('<>') || this.take('not', 'contains'));
    if (single || not) {
      const value = this.value();
      return value === null ? null : { not, values: [value] };
    }
    const noneOf = this.take('not', 'in');
    if (!noneOf && !this.take('in')) return null;
    const values = this.values();
    return values && { not: noneOf, values };
  }

  clauses(): Clause[] | null {
    if (this.tokens.length === 0) return [];
    const found: Clause[] = [];
    do {
      const field = this.tokens[this.at];
      if (field?.kind !== 'word') return null;
      this.at += 1;
      const test = this.test();
      if (!test) return null;
      found.push({ field: field.text, ...test });
    } while (this.take('and'));
    return this.at === this.tokens.length ? found : null;
  }
}

/** A condition as chips, if they can say it: parts joined by "and", each field once, all fields known. */
export function clausesOf(text: string, knows: (field: string) => boolean): Clause[] | null {
  const tokens = tokensOf(text);
  const clauses = tokens && new Reader(tokens).clauses();
  if (!clauses?.every(({ field }) => knows(field))) return null;
  return new Set(clauses.map(({ field }) => field)).size === clauses.length ? clauses : null;
}

const written = (value: string) =>
  BARE.test(value) && !RESERVED.has(value.toLowerCase())
    ? value
    : `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

function clauseText({ field, not, values }: Clause, isList: IsList): string {
  const [first = '', ...more] = values;
  if (first === NONE) return `${field} is ${not ? 'not ' : ''}empty`;
  if (more.length > 0)
    return `${field} ${not ? 'not in' : 'in'} (${values.map(written).join(', ')})`;
  if (isList(field)) return `${field} ${not ? 'not contains' : 'contains'} ${written(first)}`;
  return `${field} ${not ? '!=' : '='} ${written(first)}`;
}

/** Chips as the text that the server reads; those without a value say nothing yet. */
export const textOf = (clauses: readonly Clause[], isList: IsList): string =>
  clauses
    .filter(({ values }) => values.length > 0)
    .map((clause) => clauseText(clause, isList))
    .join(' and ');

/** The values after a click on one of them: "none" excludes all others. */
export function toggled(values: readonly string[], value: string): string[] {
  if (values.includes(value)) return values.filter((each) => each !== value);
  return value === NONE ? [NONE] : [...values.filter((each) => each !== NONE), value];
}

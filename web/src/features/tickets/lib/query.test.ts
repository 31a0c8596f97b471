import { describe, expect, it } from 'vitest';

import { PRIORITIES, STATUSES, TICKET_TYPES } from '@/shared/lib/vocabulary';

import { formatQuery, type Names, parseQuery, searchOfQuery } from './query';
import { readTicketSearch, type TicketSearch, wantedOf } from './search';

const TEAM = '0198c0de-0000-7000-8000-000000000001';
const NAMES: Names = {
  idOf: (_, name) => (name.toLowerCase() === 'service desk' ? TEAM : undefined),
  nameOf: (_, id) => (id === TEAM ? 'Service desk' : undefined),
};
const SAVED = '0198c0de-0000-7000-8000-0000000000aa';
const EMPTY: TicketSearch = { view: SAVED, sort: 'created' };

function read(text: string) {
  const { query, fault } = parseQuery(text, NAMES);
  if (fault) throw new Error(`${fault.why} at ${fault.at}`);
  return query;
}

describe('a query text', () => {
  it('is read into filters, conditions and words', () => {
    const query = read(
      'status:open,on_hold priority>=high team:"Service desk" tag:vpn -tag:printer updated<7d no signal',
    );
    expect(query.filters).toEqual({
      status: ['open', 'on_hold'],
      priority: ['critical', 'urgent', 'high'],
      team: [TEAM],
      tag: ['vpn'],
    });
    expect(query.where).toBe('tags not contains "printer" and updated_at after -7d');
    expect(query.q).toBe('no signal');
  });

  it('leaves out what a minus names', () => {
    expect(read('-status:closed,cancelled').filters.status).toEqual(
      STATUSES.filter((status) => status !== 'closed' && status !== 'cancelled'),
    );
  });

  it.each([
    ['stauts:open', 'field', 0, 6],
    ['tag:a status:lost', 'value', 13, 4],
    ['team:Nobody', 'value', 5, 6],
    ['tag:"open', 'quote', 4, 5],
    ['updated<soon', 'time', 8, 4],
    ['-team:me', 'negated', 1, 4],
    ['status>open', 'compared', 0, 6],
    ['status:', 'empty', 0, 7],
  ])('says where %s is wrong', (text, why, at, length) => {
    expect(parseQuery(text, NAMES).fault).toMatchObject({ why, at, length });
  });

  it('says the same as the address it comes from, whatever the filters', () => {
    // The same numbers each time: a failure can be looked at again.
    let seed = 7;
    const dice = (sides: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % sides;
    };
    const some = (words: readonly string[]) => words.filter(() => dice(3) === 0).join(',');
    const TAGS = ['vpn', 'wi fi', 'a"b', 'x:y', '-odd', 'c\\d'];
    for (let round = 0; round < 400; round += 1) {
      const search = readTicketSearch({
        ...EMPTY,
        status: some(STATUSES),
        priority: some(PRIORITIES),
        type: some(TICKET_TYPES),
        tag: some(TAGS),
        team: some(['me', 'none', TEAM]),
        q: some(['vpn', 'down', 'a:b']).replaceAll(',', ' '),
        where: [
          '',
          'updated_at after -7d',
          'due_at before +4h and tags not contains "x y"',
          'title contains "a b"',
        ][dice(4)],
        custom: dice(2) === 0 ? { site: 'north,south' } : {},
      });
      const text = formatQuery(search, NAMES);
      const again = searchOfQuery(EMPTY, read(text));
      expect(wantedOf(again), text).toEqual(wantedOf(search));
      expect(formatQuery(again, NAMES)).toBe(text);
    }
  });

  it('says what a built-in view asks for, and can take that away', () => {
    expect(formatQuery({ view: 'mine' }, NAMES)).toContain('assignee:me');
    const open = searchOfQuery({ view: 'mine' }, read('tag:vpn'));
    expect(wantedOf(open)).toMatchObject({ status: [], assignee: [], tag: ['vpn'] });
  });
});

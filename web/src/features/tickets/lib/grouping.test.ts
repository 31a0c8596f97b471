import { describe, expect, it } from 'vitest';

import { groupItems, groupsWithin, searchOfGroup, wantedOfGroup, withGroup } from './grouping';
import { readTicketSearch, wantedOf } from './search';

const head = (value: string, count: number) => ({ value, label: null, count });
const NO_ROWS = new Map<string, readonly string[]>();

describe('the lines of a list in groups', () => {
  it('keep the place of rows that are still on their way', () => {
    const heads = [head('new', 2), head('pending', 1)];
    const items = groupItems(heads, new Set(), new Map([['pending', ['c']]]));
    expect(items.map(({ kind }) => kind)).toEqual(['head', 'wait', 'wait', 'head', 'row']);
    expect(items.at(-1)).toEqual({ kind: 'row', row: 'c', at: 2 });
  });

  it('leave out the rows of closed groups', () => {
    const items = groupItems(
      [head('new', 5), head('pending', 1)],
      new Set(['new']),
      new Map([['pending', ['c']]]),
    );
    expect(items.map(({ kind }) => kind)).toEqual(['head', 'head', 'row']);
    expect(items[0]).toMatchObject({ open: false });
  });

  it('end with a way to the rest where a group has more than is shown', () => {
    const items = groupItems([head('new', 201)], new Set(), NO_ROWS);
    expect(items).toHaveLength(1 + 200 + 1);
    expect(items.at(-1)).toEqual({ kind: 'rest', head: head('new', 201) });
  });

  it('say which groups are to be read for a stretch of them', () => {
    const items = groupItems(
      [head('new', 3), head('pending', 3), head('open', 3)],
      new Set(),
      NO_ROWS,
    );
    expect(groupsWithin(items, -2, 6)).toEqual(['new', 'pending']);
    expect(groupsWithin(items, 4, 5)).toEqual([]);
    expect(groupsWithin(items, 9, 99)).toEqual(['open']);
  });
});

describe('what a group asks for', () => {
  it('is its value in place of the filter of its field', () => {
    const wanted = wantedOf({ status: 'new,pending', team: 'me' });
    expect(wantedOfGroup(wanted, 'status', 'pending').status).toEqual(['pending']);
    expect(wantedOfGroup(wanted, 'assignee', 'none')).toMatchObject({
      assignee: ['none'],
      team: ['me'],
    });
  });

  it('is one category without those below it', () => {
    expect(wantedOfGroup(wantedOf({}), 'category', 'none').where).toBe('category is empty');
    const both = wantedOfGroup(wantedOf({ where: 'a or b' }), 'category', 'x');
    expect(both.where).toBe('(a or b) and category = "x"');
  });

  it('stands in the address of its rest', () => {
    expect(searchOfGroup({ group: 'team', q: 'x' }, 'team', 't1')).toEqual({ q: 'x', team: 't1' });
    expect(searchOfGroup({ group: 'category' }, 'category', 'c')).toEqual({
      where: 'category = "c"',
    });
  });
});

it('the address keeps the group, and nothing that is none', () => {
  expect(readTicketSearch({ group: 'team' })).toEqual({ group: 'team' });
  expect(readTicketSearch({ group: 'colour' })).toEqual({});
  expect(withGroup({ group: 'team', q: 'x' }, undefined)).toEqual({ q: 'x' });
  expect(withGroup({}, 'status')).toEqual({ group: 'status' });
});

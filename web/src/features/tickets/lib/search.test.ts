import { describe, expect, it } from 'vitest';

import {
  ownFilters,
  readTicketSearch,
  UNFINISHED,
  valuesOf,
  wantedOf,
  withCustom,
  withFilter,
  withoutFilters,
  withSort,
} from './search';

describe('reading the address', () => {
  it('keeps what it understands and drops the rest', () => {
    const read = readTicketSearch({
      view: 'mine',
      status: 'pending,nonsense,open',
      priority: 'loud',
      team: 'a, b,,a',
      sort: 'priority',
      direction: 'sideways',
      density: 'compact',
      custom: { site: 'north', 'Bad Key': 'x', empty: '' },
      stranger: 'x',
    });
    expect(read).toEqual({
      view: 'mine',
      status: 'open,pending',
      team: 'a,b',
      sort: 'priority',
      density: 'compact',
      custom: { site: 'north' },
    });
  });

  it('takes a bare number as a search for a ticket', () => {
    expect(readTicketSearch({ q: 4821 })).toEqual({ q: '4821' });
  });

  it('gives back what it was given', () => {
    const search = { view: 'waiting', status: 'any', q: 'vpn', sort: 'due', ticket: 'INC-1' };
    expect(readTicketSearch(search)).toEqual(search);
  });
});

describe('what a view asks for', () => {
  it('shows unfinished tickets, the newest first', () => {
    const wanted = wantedOf({});
    expect(wanted.status).toEqual(UNFINISHED);
    expect([wanted.sort, wanted.direction]).toEqual(['created', 'desc']);
  });

  it('sets its own filters and rank order', () => {
    const wanted = wantedOf({ view: 'mine' });
    expect(wanted.assignee).toEqual(['me']);
    expect([wanted.sort, wanted.direction]).toEqual(['priority', 'asc']);
  });

  it('lets the address switch off what the view sets', () => {
    expect(wantedOf({ view: 'mine', assignee: 'any', status: 'any' })).toMatchObject({
      assignee: [],
      status: [],
    });
  });

  it('splits the values of custom fields', () => {
    expect(wantedOf({ custom: { site: 'north,south' } }).custom).toEqual({
      site: ['north', 'south'],
    });
  });
});

describe('changing a filter', () => {
  it('does not repeat what the view says', () => {
    const search = withFilter({ status: 'open' }, 'status', UNFINISHED);
    expect(search).toEqual({});
  });

  it('writes words in their own order', () => {
    expect(withFilter({}, 'priority', ['low', 'critical']).priority).toBe('critical,low');
  });

  it('says so when a filter of the view is emptied', () => {
    const search = withFilter({ view: 'mine' }, 'assignee', []);
    expect(search).toEqual({ view: 'mine', assignee: 'any' });
    expect(valuesOf(search, 'assignee')).toEqual([]);
  });

  it('drops a filter the view does not have', () => {
    expect(withFilter({ team: 'a' }, 'team', [])).toEqual({});
  });

  it('adds and removes custom fields', () => {
    const search = withCustom({ q: 'vpn' }, 'site', ['north', 'south']);
    expect(search).toEqual({ q: 'vpn', custom: { site: 'north,south' } });
    expect(withCustom(search, 'site', [])).toEqual({ q: 'vpn' });
  });

  it('counts what was set over the view and can clear it', () => {
    const search = readTicketSearch({ view: 'mine', status: 'open', q: 'vpn', density: 'compact' });
    expect(ownFilters(search)).toBe(2);
    expect(withoutFilters(search)).toEqual({ view: 'mine', density: 'compact' });
  });
});

describe('changing the order', () => {
  it('starts at the end people want first', () => {
    expect(wantedOf(withSort({}, 'priority'))).toMatchObject({
      sort: 'priority',
      direction: 'asc',
    });
    expect(wantedOf(withSort({}, 'updated'))).toMatchObject({ sort: 'updated', direction: 'desc' });
  });

  it('turns round at the second press and back at the third', () => {
    const once = withSort({}, 'priority');
    const twice = withSort(once, 'priority');
    expect(wantedOf(twice).direction).toBe('desc');
    expect(withSort(twice, 'priority')).toEqual(once);
  });
});

import { describe, expect, it } from 'vitest';

import { filtersOf, readSupportSearch, sortOf, whereOf } from './search';

describe('the address of the support page', () => {
  it('keeps what it understands and drops the rest', () => {
    const search = { status: 'pending,new,odd', priority: 'none', sort: 'title', q: ' vpn ', x: 1 };
    expect(readSupportSearch(search)).toEqual({ status: 'new,pending', q: 'vpn' });
    expect(filtersOf(readSupportSearch(search))).toEqual({
      q: 'vpn',
      status: ['new', 'pending'],
      priority: [],
    });
  });

  it('begins with the newest, the most pressing and what is due next', () => {
    expect(sortOf({})).toEqual({ by: 'created_at', direction: 'desc' });
    expect(sortOf({ sort: 'priority' })).toEqual({ by: 'priority', direction: 'asc' });
    expect(sortOf({ sort: 'due_date', direction: 'desc' }).direction).toBe('desc');
  });

  it('looks for words in title and description, and for a number by itself', () => {
    expect(whereOf('  ')).toBeUndefined();
    expect(whereOf('say "hi"')).toBe(
      'title contains "say \\"hi\\"" or description contains "say \\"hi\\""',
    );
    expect(whereOf('INC-12')).toBe(
      'number = 12 or title contains "INC-12" or description contains "INC-12"',
    );
    expect(whereOf('12')?.startsWith('number = 12 or ')).toBe(true);
  });
});

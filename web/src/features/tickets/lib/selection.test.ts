import { describe, expect, it } from 'vitest';

import { headBox, NOTHING, step, toggle, toggleAll } from './selection';

const ORDER = ['a', 'b', 'c', 'd', 'e'];
const ticked = (selection: { ticked: ReadonlySet<string> }) => [...selection.ticked].sort();

describe('ticking rows', () => {
  it('ticks and unticks one row', () => {
    const one = toggle(NOTHING, ORDER, 'b', false);
    expect(ticked(one)).toEqual(['b']);
    expect(ticked(toggle(one, ORDER, 'b', false))).toEqual([]);
  });

  it('takes the rows between with Shift, in both directions', () => {
    const down = toggle(toggle(NOTHING, ORDER, 'b', false), ORDER, 'd', true);
    expect(ticked(down)).toEqual(['b', 'c', 'd']);
    const up = toggle(toggle(NOTHING, ORDER, 'd', false), ORDER, 'a', true);
    expect(ticked(up)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('unticks a range when the last row was ticked', () => {
    const all = toggleAll(NOTHING, ORDER);
    const first = toggle(all, ORDER, 'a', false);
    expect(ticked(toggle(first, ORDER, 'c', true))).toEqual(['d', 'e']);
  });

  it('ticks one row when the start of the range left the list', () => {
    const gone = toggle(NOTHING, ORDER, 'z', false);
    expect(ticked(toggle(gone, ORDER, 'c', true))).toEqual(['c', 'z']);
  });

  it('ticks all and then none', () => {
    const all = toggleAll(toggle(NOTHING, ORDER, 'c', false), ORDER);
    expect(headBox(all, ORDER)).toEqual({ checked: true, mixed: false });
    expect(ticked(toggleAll(all, ORDER))).toEqual([]);
  });

  it('shows the head box as mixed while some are ticked', () => {
    expect(headBox(toggle(NOTHING, ORDER, 'c', false), ORDER)).toEqual({
      checked: false,
      mixed: true,
    });
    expect(headBox(NOTHING, [])).toEqual({ checked: false, mixed: false });
  });
});

describe('moving through the list', () => {
  it('starts at the first row going down and at the last going up', () => {
    expect(step(ORDER, null, 1)).toBe('a');
    expect(step(ORDER, null, -1)).toBe('e');
  });

  it('stops at both ends', () => {
    expect(step(ORDER, 'e', 1)).toBe('e');
    expect(step(ORDER, 'a', -1)).toBe('a');
    expect(step(ORDER, 'b', 10)).toBe('e');
  });

  it('has nowhere to go in an empty list', () => {
    expect(step([], 'a', 1)).toBeNull();
  });
});

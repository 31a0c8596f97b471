import { describe, expect, it } from 'vitest';

import { fitting, resized, toggled, tracks, USUAL_COLUMNS } from './columns';

const keys = (columns: readonly { key: string }[]) => columns.map(({ key }) => key);

describe('columns of the list', () => {
  it('give way one after the other when the title has no room', () => {
    expect(keys(fitting(USUAL_COLUMNS, 1200))).toContain('category');
    expect(keys(fitting(USUAL_COLUMNS, 900))).not.toContain('category');
    expect(keys(fitting(USUAL_COLUMNS, 900))).toContain('team');
    expect(keys(fitting(USUAL_COLUMNS, 700))).not.toContain('team');
    expect(fitting(USUAL_COLUMNS, 0)).toEqual(USUAL_COLUMNS);
  });

  it('keep a width between the ends', () => {
    const wide = resized(USUAL_COLUMNS, 'team', 5000);
    expect(wide.find(({ key }) => key === 'team')?.width).toBe(800);
    expect(resized(wide, 'team', 3).find(({ key }) => key === 'team')?.width).toBe(40);
    expect(tracks(wide)).toContain('800px');
  });

  it('come and go, except for the title', () => {
    expect(keys(toggled(USUAL_COLUMNS, 'team'))).not.toContain('team');
    expect(keys(toggled(USUAL_COLUMNS, 'custom.vendor')).at(-1)).toBe('custom.vendor');
    expect(keys(toggled(USUAL_COLUMNS, 'title'))).toEqual(keys(USUAL_COLUMNS));
  });
});

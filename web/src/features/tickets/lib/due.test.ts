import { expect, it } from 'vitest';

import { DUE_CONDITIONS, DUES, dueOf } from './due';

it('a condition of the chip is known again, any other is not', () => {
  expect(DUES.map((due) => dueOf(DUE_CONDITIONS[due]))).toEqual(DUES);
  expect(dueOf('due_at before now or priority = high')).toBeUndefined();
  expect(dueOf(undefined)).toBeUndefined();
});

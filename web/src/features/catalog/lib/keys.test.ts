import { expect, it } from 'vitest';

import { keyFrom } from './keys';

it('makes a key of a name', () => {
  expect(keyFrom('Cost centre')).toBe('cost_centre');
  expect(keyFrom(' Größe (in m²) ')).toBe('grosse_in_m2');
  expect(keyFrom('2nd floor')).toBe('nd_floor');
  expect(keyFrom('äöü')).toBe('aou');
});

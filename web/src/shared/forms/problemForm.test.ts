import { expect, it } from 'vitest';

import { Problem } from '@/shared/api/problem';

import { fieldErrors } from './problemForm';

it('puts the reasons of the body at their fields, the first one of each', () => {
  const error = new Problem({
    status: 422,
    errors: [
      { loc: ['body', 'email'], msg: 'not an address' },
      { loc: ['body', 'email'], msg: 'too long' },
      { loc: ['body', 'teams', 0], msg: 'no such team' },
    ],
  });

  expect(fieldErrors(error)).toEqual({ email: 'not an address', 'teams.0': 'no such team' });
});

it('takes the field that a conflict names', () => {
  const error = new Problem({ status: 409, detail: 'This address is taken.', field: 'email' });

  expect(fieldErrors(error)).toEqual({ email: 'This address is taken.' });
});

it('finds no field in a silent network', () => {
  expect(fieldErrors(Problem.offline())).toEqual({});
});

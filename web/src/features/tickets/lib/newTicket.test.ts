import { describe, expect, it } from 'vitest';

import type { CustomField } from '@/features/tickets/api/catalog';
import { Problem } from '@/shared/api/problem';

import { BLANK, bodyOf, fromMatrix, placeErrors, plainText, withTemplate } from './newTicket';

const field = (key: string, kind: CustomField['kind']) => ({ key, kind }) as CustomField;

const refused = (errors: { loc: (string | number)[]; msg: string }[]) =>
  new Problem({ type: 'invalid', title: 'Refused', status: 422, errors });

describe('reasons of a refusal', () => {
  const known = new Set(['title', 'tags', 'custom_fields.site']);

  it('stand at their fields, also at one of the own fields', () => {
    const error = refused([
      { loc: ['body', 'title'], msg: 'too long' },
      { loc: ['body', 'custom_fields', 'site'], msg: 'not one of the choices' },
    ]);
    expect(placeErrors(error, known)).toEqual({
      fields: { title: 'too long', 'custom_fields.site': 'not one of the choices' },
      rest: [],
    });
  });

  it('of one value of a list stand at the list', () => {
    const error = refused([{ loc: ['body', 'tags', 3], msg: 'too long' }]);
    expect(placeErrors(error, known).fields).toEqual({ tags: 'too long' });
  });

  it('are told above the form when no field shows them', () => {
    const error = refused([{ loc: ['body', 'custom_fields', 'floor'], msg: 'is required' }]);
    expect(placeErrors(error, known)).toEqual({
      fields: {},
      rest: ['custom_fields.floor: is required'],
    });
  });
});

describe('what is sent', () => {
  it('holds only what is set, in the form the server wants', () => {
    const values = {
      ...BLANK,
      title: ' No network ',
      impact: '1',
      urgency: '2',
      custom_fields: { floor: '3', site: '', cabinet: 'A' },
    };
    const fields = [field('floor', 'integer'), field('site', 'text'), field('rack', 'text')];
    expect(bodyOf(values, fields, ['f1'], true)).toEqual({
      title: 'No network',
      type: 'incident',
      impact: 1,
      urgency: 2,
      custom_fields: { floor: 3, site: null },
      attachment_ids: ['f1'],
    });
  });

  it('names no field of the desk for a requester', () => {
    const values = { ...BLANK, title: 'Help', priority: 'high', team_id: 't', tags: ['vpn'] };
    expect(bodyOf(values, [], [], false)).toEqual({ title: 'Help', type: 'incident' });
  });
});

it('takes the priority from the matrix once both levels are chosen', () => {
  const cells = [{ impact: 1, urgency: 2, priority: 'high' as const }];
  expect(fromMatrix(cells, { impact: '1', urgency: '2' })).toBe('high');
  expect(fromMatrix(cells, { impact: '1', urgency: null })).toBeUndefined();
});

describe('a template', () => {
  const fields = {
    type: 'change',
    title: 'Standard change',
    description_html: '<p>Reason:</p><p>Plan:<br>Way back &amp; check:</p>',
    impact: 2,
    tags: ['planned'],
  };

  it('fills what is blank', () => {
    expect(withTemplate(BLANK, fields)).toMatchObject({
      type: 'change',
      title: 'Standard change',
      description: 'Reason:\nPlan:\nWay back & check:',
      impact: '2',
      tags: ['planned'],
    });
  });

  it('leaves what somebody wrote', () => {
    const written = { ...BLANK, title: 'Mine', description: 'My words' };
    expect(withTemplate(written, fields)).toMatchObject({
      title: 'Mine',
      description: 'My words',
    });
  });

  it('is read as text, never as markup', () => {
    expect(plainText('<img src=x onerror=alert(1)>Hello')).toBe('Hello');
  });
});

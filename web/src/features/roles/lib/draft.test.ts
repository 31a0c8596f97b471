import { expect, it } from 'vitest';

import type { Role } from '@/features/roles/api/roles';

import { changesOf, type Draft, may, turned } from './draft';

const ALL: Role['permissions'] = ['ticket:read', 'ticket:delete', 'people:read'];
const agent: Role = {
  role: 'agent',
  permissions: ['ticket:read'],
  default_permissions: ['ticket:read'],
  is_customised: false,
  is_fixed: false,
  people: 3,
  version: 7,
};
const lead: Role = { ...agent, role: 'team_lead', permissions: ['ticket:read', 'people:read'] };

const none: Draft = new Set();

it('turns a permission on and back', () => {
  const on = turned(none, 'agent', 'ticket:delete');

  expect(may(on, agent, 'ticket:delete')).toBe(true);
  expect(turned(on, 'agent', 'ticket:delete').size).toBe(0);
});

it('sends only the roles that differ, whole and with their version', () => {
  const draft = turned(turned(none, 'agent', 'ticket:delete'), 'agent', 'ticket:read');

  expect(changesOf(draft, [agent, lead], ALL)).toEqual([
    { role: 'agent', version: 7, permissions: ['ticket:delete'] },
  ]);
});

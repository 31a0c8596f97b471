import { expect, it } from 'vitest';

import { fieldAt, missingIn, payloadOf, valuesOf } from '@/features/dispatch/lib/form';

const PAYLOADS = {
  servicenow_payload: { short_description: 'Drops', description: 'Why', priority: '1' },
  jira_payload: { summary: 'Drops', description: 'Why', priority: 'Highest', labels: ['rca'] },
};

it('starts with what the analysis says', () => {
  expect(valuesOf(PAYLOADS)).toMatchObject({
    title: 'Drops',
    servicenow_priority: '1',
    jira_priority: 'Highest',
    project_key: '',
  });
});

it('sends the words of each platform and leaves out what is empty', () => {
  const values = { ...valuesOf(PAYLOADS), title: 'Other', project_key: 'OPS', jira_priority: '' };
  expect(payloadOf('jira', values, PAYLOADS)).toEqual({
    summary: 'Other',
    description: 'Why',
    labels: ['rca'],
    project_key: 'OPS',
  });
  expect(payloadOf('servicenow', values, PAYLOADS)).toEqual({
    short_description: 'Other',
    description: 'Why',
    priority: '1',
  });
});

it('knows what each platform needs', () => {
  const values = { ...valuesOf(PAYLOADS), title: ' ' };
  expect(missingIn('servicenow', values)).toEqual(['title']);
  expect(missingIn('jira', values)).toEqual(['title', 'project_key']);
  expect(missingIn('both', { ...values, title: 'x', project_key: 'OPS' })).toEqual([]);
});

it('finds the field of a refusal', () => {
  expect(fieldAt(['body', 'payload', 'short_description'])).toBe('title');
  expect(fieldAt(['body', 'jira_payload', 'priority'])).toBe('jira_priority');
  expect(fieldAt(['body', 'payload', 'u_thing'])).toBeUndefined();
});

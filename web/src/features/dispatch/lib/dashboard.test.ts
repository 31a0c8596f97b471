import { expect, it } from 'vitest';

import { everything, fitting, standing, statsOf } from '@/features/dispatch/lib/dashboard';
import { ticket } from '@/features/dispatch/lib/example';

const incident = ticket({ ticket_id: 'INC1', title: 'Tunnel drops', status: 'New' });
const issue = ticket({
  platform: 'jira',
  ticket_id: 'OPS-4',
  title: 'Look at it',
  status: 'To Do',
});
const failed = ticket({ platform: 'jira', ticket_id: '', title: '', state: 'failed', status: '' });
const look = ticket({ dry_run: true, state: 'preview', ticket_id: '', status: '' });

it('shows a preview only where nothing real stands', () => {
  expect(standing([incident, look])).toEqual([incident]);
  expect(standing([issue, look])).toEqual([issue, look]);
});

it('finds by words, platform and status', () => {
  const all = [incident, issue, failed];
  expect(fitting(all, { ...everything, words: 'tunnel' })).toEqual([incident]);
  expect(fitting(all, { ...everything, words: 'ops-4' })).toEqual([issue]);
  expect(fitting(all, { ...everything, platform: 'jira' })).toEqual([issue, failed]);
  expect(fitting(all, { ...everything, status: 'New' })).toEqual([incident]);
  expect(fitting(all, { ...everything, status: 'failed' })).toEqual([failed]);
});

it('counts what is there, on its way and in trouble', () => {
  const waiting = ticket({ state: 'unknown' });
  expect(statsOf([incident, issue, failed, waiting, look])).toEqual({
    by: { servicenow: 1, jira: 1 },
    waiting: 1,
    troubled: 1,
  });
});

import type { OutsideTicket } from '@/features/dispatch/lib/types';

const AT = '2026-11-20T09:14:00Z';

/** A ticket for tests. */
export const ticket = (given: Partial<OutsideTicket>): OutsideTicket => ({
  id: crypto.randomUUID(),
  job_id: 'rca-1',
  ticket_id: 'INC1',
  title: 'Tunnel drops',
  platform: 'servicenow',
  status: 'New',
  desk_status: 'new',
  url: 'https://acme.service-now.com/1',
  dry_run: false,
  state: 'created',
  assignee: '',
  metadata: {},
  notices: [],
  requests: [],
  error: null,
  created_at: AT,
  updated_at: AT,
  refreshed_at: AT,
  ...given,
});

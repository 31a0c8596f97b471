import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, it, vi } from 'vitest';

import { ticket } from '@/features/dispatch/lib/example';
import type { Me } from '@/shared/api/me';
import { show } from '@/shared/testing/render';
import { server } from '@/shared/testing/server';

import { TicketCreationForm } from './TicketCreationForm';
import { TicketDashboard } from './TicketDashboard';
import { TicketSettingsPanel } from './TicketSettingsPanel';

const ME = {
  person: { id: 'p1', name: 'Ada Ek' },
  role: 'admin',
  permissions: ['dispatch:read', 'dispatch:run', 'settings:write'],
  preferences: {},
} as unknown as Me;
const SWITCHES = { servicenow_enabled: true, jira_enabled: true, dual_mode: true };
const PAYLOADS = {
  servicenow_payload: { short_description: 'Tunnel drops', priority: '1' },
  jira_payload: { summary: 'Tunnel drops', labels: ['rca'] },
};
const LIST = '*/api/v1/rca/jobs/rca-1/tickets';
const TICKETS = [
  ticket({ ticket_id: 'INC1', status: 'New' }),
  ticket({
    platform: 'jira',
    ticket_id: '',
    state: 'failed',
    status: '',
    url: '',
    error: { kind: 'refused', message: 'The project is not there.', fix: 'Check the key.' },
  }),
];

const listing = (tickets: unknown[]) =>
  http.get(LIST, () => HttpResponse.json({ tickets, skipped: [], reason: '' }));
const settings = () => [
  http.get('*/api/v1/tickets/settings/state', () => HttpResponse.json(SWITCHES)),
  http.get('*/api/v1/rca/jobs/rca-1/payloads', () => HttpResponse.json(PAYLOADS)),
  http.get('*/api/v1/tickets/settings/automatic', () =>
    HttpResponse.json({ auto_dispatch: false, auto_severity: 'low' }),
  ),
];

it('lists the tickets, narrows them and opens one', async () => {
  server.use(listing(TICKETS));
  const { user } = await show(<TicketDashboard job="rca-1" mayCreate onCreate={vi.fn()} />, {
    me: ME,
  });
  const table = await screen.findByRole('table', { name: 'ITSM tickets' });
  expect(within(table).getAllByRole('row')).toHaveLength(3);
  expect(screen.getByText('1 on ServiceNow, 0 on Jira')).toBeVisible();
  expect(screen.getByText('1 needs attention')).toBeVisible();
  expect(screen.getByRole('link', { name: /View INC1/ })).toHaveAttribute('target', '_blank');

  await user.type(screen.getByRole('searchbox'), 'inc1');
  await waitFor(() => expect(within(table).getAllByRole('row')).toHaveLength(2));
  await user.clear(screen.getByRole('searchbox'));
  await waitFor(() => expect(within(table).getAllByRole('row')).toHaveLength(3));
  await user.click(screen.getByRole('button', { name: /not there yet/ }));

  const detail = await screen.findByRole('dialog');
  expect(within(detail).getByText('The project is not there.')).toBeVisible();
  expect(within(detail).getByText('Check the key.')).toBeVisible();
});

it('asks the platforms again', async () => {
  const asked: string[] = [];
  server.use(
    http.get(LIST, ({ request }) => {
      asked.push(new URL(request.url).searchParams.get('refresh') ?? '');
      return HttpResponse.json({ tickets: TICKETS, skipped: [], reason: '' });
    }),
  );
  const { user } = await show(<TicketDashboard job="rca-1" mayCreate onCreate={vi.fn()} />, {
    me: ME,
  });
  await user.click(await screen.findByRole('button', { name: 'Refresh status' }));
  await waitFor(() => expect(asked).toContain('true'));
});

it('previews first, shows the request, and names a field that is missing', async () => {
  const sent: Record<string, unknown>[] = [];
  server.use(
    ...settings(),
    listing([]),
    http.post('*/api/v1/tickets', async ({ request }) => {
      sent.push((await request.json()) as Record<string, unknown>);
      const requests = [{ method: 'POST', url: 'https://a.test/rest/api/3/issue', body: { a: 1 } }];
      return HttpResponse.json(ticket({ dry_run: true, state: 'preview', requests }));
    }),
  );
  const { user } = await show(<TicketCreationForm job="rca-1" onClose={vi.fn()} />, { me: ME });
  expect(await screen.findByLabelText(/Short description/)).toHaveValue('Tunnel drops');

  await user.click(screen.getByText('Jira'));
  await user.click(screen.getByRole('button', { name: 'Preview ticket' }));
  expect(await screen.findByText('Fill this in')).toBeVisible();
  expect(sent).toHaveLength(0);
  await user.type(screen.getByLabelText(/Jira project/), 'OPS');
  await user.click(screen.getByRole('button', { name: 'Preview ticket' }));

  expect(await screen.findByText(/POST \/rest\/api\/3\/issue/)).toBeVisible();
  expect(sent[0]).toMatchObject({
    platform: 'jira',
    dry_run: true,
    payload: { project_key: 'OPS', summary: 'Tunnel drops', labels: ['rca'] },
  });
  await user.click(screen.getByRole('switch', { name: /Preview mode/ }));
  expect(screen.getByRole('button', { name: 'Create ticket' })).toBeVisible();
});

it('switches dual tracking off with a platform and sends what was changed', async () => {
  const sent: unknown[] = [];
  server.use(
    ...settings(),
    http.put('*/api/v1/tickets/settings/state', async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({ ...SWITCHES, notice: '' });
    }),
  );
  const { user } = await show(<TicketSettingsPanel />, { me: ME });
  await user.click(await screen.findByRole('switch', { name: /Jira/ }));
  expect(screen.getByRole('switch', { name: /Dual tracking/ })).toBeDisabled();
  expect(screen.getByText('The next dispatch creates an incident.')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Save changes' }));
  await waitFor(() =>
    expect(sent).toEqual([{ servicenow_enabled: true, jira_enabled: false, dual_mode: false }]),
  );
});

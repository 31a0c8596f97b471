import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { beforeEach, expect, it, vi } from 'vitest';

import type { Me } from '@/shared/api/me';
import { show } from '@/shared/testing/render';
import { server } from '@/shared/testing/server';

import { NewTicketForm } from './NewTicketForm';

const AGENT = {
  person: { id: 'p1', name: 'Ada Ek' },
  role: 'agent',
  permissions: ['ticket:create', 'ticket:assign', 'people:read', 'team:read'],
  preferences: {},
} as unknown as Me;
const REQUESTER = { ...AGENT, role: 'requester', permissions: ['ticket:create'] } as unknown as Me;

const SITE = {
  id: 'f1',
  key: 'site',
  label: 'Site',
  kind: 'text',
  description: '',
  required: false,
  options: [],
  applies_to: [],
  default_value: null,
  visible_to_requester: true,
};
const RISK = { ...SITE, id: 'f2', key: 'risk', label: 'Risk', visible_to_requester: false };

const list = (data: unknown[]) => HttpResponse.json({ data, page: { next: null, limit: 9 } });

beforeEach(() => {
  sessionStorage.clear();
  server.use(
    http.get('*/api/v1/custom-fields', () => list([SITE, RISK])),
    http.get('*/api/v1/priorities/matrix', () => HttpResponse.json({ cells: [] })),
    ...['categories', 'ticket-templates', 'people', 'teams', 'tags'].map((path) =>
      http.get(`*/api/v1/${path}`, () => list([])),
    ),
  );
});

const form = (onCreated = vi.fn()) => <NewTicketForm onCreated={onCreated} onLeave={vi.fn()} />;

it('puts the reasons of the server at their fields and lists them above', async () => {
  server.use(
    http.post('*/api/v1/desk/tickets', () =>
      HttpResponse.json(
        {
          title: 'Refused',
          status: 422,
          correlation_id: 'c-17',
          errors: [{ loc: ['body', 'custom_fields', 'site'], msg: 'There is no such site' }],
        },
        { status: 422 },
      ),
    ),
  );
  const { user } = await show(form(), { me: AGENT });
  await user.type(screen.getByLabelText('Title (required)'), 'No network');
  const site = await screen.findByLabelText('Site');
  await user.click(screen.getByRole('button', { name: /Create ticket/ }));

  const summary = await screen.findByRole('alert');
  expect(summary).toHaveTextContent('Site: There is no such site');
  expect(summary).toHaveTextContent('c-17');
  await waitFor(() => expect(site).toHaveAccessibleDescription('There is no such site'));
  expect(site).toBeInvalid();
  screen.getByLabelText('Title (required)').focus();
  await user.click(within(summary).getByRole('button', { name: 'Site' }));
  expect(site).toHaveFocus();
});

it('asks for a title before anything is sent', async () => {
  const { user } = await show(form(), { me: AGENT });
  await user.click(screen.getByRole('button', { name: /Create ticket/ }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Title: Fill this in');
  expect(screen.getByLabelText('Title (required)')).toHaveFocus();
});

it('keeps what was written until the ticket is created', async () => {
  server.use(
    http.post('*/api/v1/desk/tickets', () =>
      HttpResponse.json({ id: 't1', number: 'INC-7' }, { status: 201 }),
    ),
  );
  const onCreated = vi.fn();
  const { user } = await show(form(onCreated), { me: AGENT });
  await user.type(screen.getByLabelText('Title (required)'), 'No network');
  expect(sessionStorage.getItem('deskplane.newTicket')).toContain('No network');
  await user.click(screen.getByRole('button', { name: /Create ticket/ }));
  await waitFor(() => expect(onCreated).toHaveBeenCalledWith('INC-7'));
  expect(sessionStorage.getItem('deskplane.newTicket')).toBeNull();
});

it('shows a requester only what a requester may fill in', async () => {
  await show(form(), { me: REQUESTER });
  expect(await screen.findByLabelText('Site')).toBeInTheDocument();
  expect(screen.queryByLabelText('Risk')).not.toBeInTheDocument();
  expect(screen.queryByLabelText('Priority')).not.toBeInTheDocument();
  expect(screen.queryByLabelText('Team')).not.toBeInTheDocument();
  expect(screen.getAllByRole('radio').map((radio) => radio.getAttribute('value'))).toEqual([
    'incident',
    'request',
  ]);
});

import { cleanup, screen, waitFor } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { beforeEach, expect, it } from 'vitest';

import type { Ticket } from '@/features/tickets/api/types';
import type { Me } from '@/shared/api/me';
import { show } from '@/shared/testing/render';
import { server } from '@/shared/testing/server';

import { TicketComposer } from './TicketComposer';

const me = {
  person: { id: 'me', name: 'Mira Holm', email: 'mira@desk.example' },
  role: 'agent',
  permissions: ['ticket:comment', 'ticket:comment_internal'],
  settings: {},
  team_ids: [],
  csrf_token: 'x',
} as unknown as Me;

const may = { update: false, comment: true, internal: true, assign: false, delete: false };
const ticket = (id: string) =>
  ({
    id,
    number: `INC-${id}`,
    requester: { id: 'r', name: 'Lena Sorg' },
    watchers_count: 2,
    legal_transitions: [],
    status: 'open',
    may,
  }) as unknown as Ticket;

let sent: { url: string; body: Record<string, unknown> }[] = [];

beforeEach(() => {
  sent = [];
  server.use(
    http.get('*/api/v1/canned-replies', () => HttpResponse.json({ data: [], page: {} })),
    http.post('*/api/v1/desk/tickets/:ref/comments', async ({ request }) => {
      sent.push({ url: request.url, body: (await request.json()) as Record<string, unknown> });
      return HttpResponse.json({}, { status: 201 });
    }),
  );
});

const reply = () => screen.getByRole('textbox', { name: 'Public reply' });
const note = () => screen.getByRole('textbox', { name: 'Internal note' });
const tab = (name: string) => screen.getByRole('tab', { name });

it('says who will read a reply, and never sends the note with it', async () => {
  const { user } = await show(<TicketComposer ticket={ticket('1')} />, { me });
  expect(screen.getByText('Lena Sorg')).toBeInTheDocument();
  expect(screen.getByText('2 watchers')).toBeInTheDocument();
  await user.click(tab('Internal note'));
  await user.type(note(), 'It was us.');
  await user.click(tab('Public reply'));
  expect(reply()).toHaveValue('');
  await user.type(reply(), 'Dear Lena');
  await user.click(screen.getByRole('button', { name: 'Send to requester' }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.body).toMatchObject({ body: 'Dear Lena', visibility: 'public' });
  expect(JSON.stringify(sent)).not.toContain('It was us');
  await waitFor(() => expect(reply()).toHaveValue(''));
  await user.click(tab('Internal note'));
  expect(note()).toHaveValue('It was us.');
});

it('sends a note as internal', async () => {
  const { user } = await show(<TicketComposer ticket={ticket('1')} />, { me });
  await user.click(tab('Internal note'));
  await user.type(note(), 'It was us.');
  await user.click(screen.getByRole('button', { name: 'Add internal note' }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.body).toMatchObject({ body: 'It was us.', visibility: 'internal' });
});

it('keeps the text when the server refuses it, and says why at the right tab', async () => {
  server.use(
    http.post('*/api/v1/desk/tickets/:ref/comments', () =>
      HttpResponse.json({ status: 409, title: 'No', detail: 'It was merged.' }, { status: 409 }),
    ),
  );
  const { user } = await show(<TicketComposer ticket={ticket('1')} />, { me });
  await user.type(reply(), 'Dear Lena');
  await user.click(screen.getByRole('button', { name: 'Send to requester' }));
  expect(await screen.findByText('It was merged.')).toBeInTheDocument();
  expect(reply()).toHaveValue('Dear Lena');
  await user.click(tab('Internal note'));
  expect(screen.queryByText('It was merged.')).not.toBeInTheDocument();
});

it('finds the draft again after the page was left, on its own ticket only', async () => {
  const first = await show(<TicketComposer ticket={ticket('1')} />, { me });
  await first.user.type(reply(), 'Half a sen');
  cleanup();
  await show(<TicketComposer ticket={ticket('2')} />, { me });
  expect(reply()).toHaveValue('');
  cleanup();
  await show(<TicketComposer ticket={ticket('1')} />, { me });
  expect(reply()).toHaveValue('Half a sen');
});

it('offers only the kinds the person may write', async () => {
  const asked = { ...ticket('1'), may: { ...may, internal: false } };
  await show(<TicketComposer ticket={asked} />, { me });
  expect(screen.queryByRole('tab', { name: 'Internal note' })).not.toBeInTheDocument();
});

import { cleanup, screen, waitFor } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { beforeEach, expect, it } from 'vitest';

import { forgetKeepers } from '@/features/tickets/api/drafts';
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
  preferences: { send_delay: 10 },
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
    description_text: 'The VPN is down',
    legal_transitions: [],
    status: 'open',
    may,
  }) as unknown as Ticket;

type Draft = { kind: string; body: string; version: number };
let drafts: Draft[] = [];
const asRead = (draft: Draft) => ({
  ...draft,
  author: { id: 'me', name: 'Mira Holm' },
  is_own: true,
  mentions: [],
  updated_at: '2026-01-01T10:00:00Z',
  taken_by: null,
});

let sent: { url: string; body: Record<string, unknown> }[] = [];

beforeEach(() => {
  sent = [];
  drafts = [];
  localStorage.clear();
  forgetKeepers();
  server.use(
    http.get('*/ready', () => new HttpResponse(null, { status: 503 })),
    http.get('*/api/v1/desk/tickets/:ref/drafts', () =>
      HttpResponse.json({ data: drafts.map(asRead) }),
    ),
    http.put('*/api/v1/desk/tickets/:ref/drafts/:kind', async ({ request, params }) => {
      const { body } = (await request.json()) as { body: string };
      const draft = { kind: String(params.kind), body, version: Date.now() };
      drafts = [...drafts.filter(({ kind }) => kind !== params.kind), ...(body ? [draft] : [])];
      return HttpResponse.json(asRead(draft));
    }),
    http.delete('*/api/v1/desk/tickets/:ref/drafts/:kind', ({ params }) => {
      drafts = drafts.filter(({ kind }) => kind !== params.kind);
      return new HttpResponse(null, { status: 204 });
    }),
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
  await user.click(screen.getByRole('button', { name: 'Send reply to Lena' }));
  await user.click(screen.getByRole('button', { name: 'Send now' }));
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
  await user.click(screen.getByRole('button', { name: 'Send reply to Lena' }));
  await user.click(screen.getByRole('button', { name: 'Send now' }));
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

it('finds the draft of another device when there is nothing unsaved here', async () => {
  drafts = [{ kind: 'public', body: 'Written at home', version: 7 }];
  await show(<TicketComposer ticket={ticket('3')} />, { me });
  await waitFor(() => expect(reply()).toHaveValue('Written at home'));
});

it('brings what a crash left behind to the server', async () => {
  const kept = { body: 'Typed just before', mentions: [], at: Date.now(), base: 0, saved: false };
  localStorage.setItem('deskplane.draft.me.4.public', JSON.stringify(kept));
  await show(<TicketComposer ticket={ticket('4')} />, { me });
  expect(reply()).toHaveValue('Typed just before');
  await waitFor(() => expect(drafts[0]?.body).toBe('Typed just before'), { timeout: 3000 });
  expect(await screen.findByText(/Draft saved/)).toBeInTheDocument();
});

it('says that nothing is saved while the server is away, and saves as soon as it is back', async () => {
  let away = true;
  server.use(
    http.put('*/api/v1/desk/tickets/:ref/drafts/:kind', async ({ request }) => {
      if (away) return HttpResponse.json({ status: 503, title: 'Away' }, { status: 503 });
      const { body } = (await request.json()) as { body: string };
      drafts = [{ kind: 'public', body, version: 9 }];
      return HttpResponse.json(asRead({ kind: 'public', body, version: 9 }));
    }),
  );
  const { user } = await show(<TicketComposer ticket={ticket('5')} />, { me });
  await user.type(reply(), 'Dear Lena');
  const word = await screen.findByText('Not saved yet, trying again', {}, { timeout: 3000 });
  expect(word).toBeInTheDocument();
  away = false;
  expect(await screen.findByText(/Draft saved/, {}, { timeout: 4000 })).toBeInTheDocument();
  expect(drafts[0]?.body).toBe('Dear Lena');
});

it('a reply can be called back, and its text stays', async () => {
  const { user } = await show(<TicketComposer ticket={ticket('6')} />, { me });
  await user.type(reply(), 'Dear Lena');
  await user.click(screen.getByRole('button', { name: 'Send reply to Lena' }));
  expect(screen.getByText(/Goes to Lena Sorg in \d+ seconds/)).toBeInTheDocument();
  expect(reply()).toHaveAttribute('readonly');
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  expect(reply()).not.toHaveAttribute('readonly');
  expect(reply()).toHaveValue('Dear Lena');
  expect(sent).toHaveLength(0);
});

it('asks before words of the internal note go to the requester', async () => {
  const { user } = await show(<TicketComposer ticket={ticket('7')} />, { me });
  await user.click(tab('Internal note'));
  await user.type(note(), 'Check gw-tll-02 first');
  await user.click(tab('Public reply'));
  await user.type(reply(), 'Please restart gw-tll-02');
  expect(screen.getByRole('alert')).toHaveTextContent('gw-tll-02');
  await user.click(screen.getByRole('button', { name: 'Send reply to Lena' }));
  expect(await screen.findByText(/Send something internal/)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Send now' })).not.toBeInTheDocument();
});

it('offers only the kinds the person may write', async () => {
  const asked = { ...ticket('1'), may: { ...may, internal: false } };
  await show(<TicketComposer ticket={asked} />, { me });
  expect(screen.queryByRole('tab', { name: 'Internal note' })).not.toBeInTheDocument();
});

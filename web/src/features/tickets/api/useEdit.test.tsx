import { screen, waitFor } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, it } from 'vitest';
import { show } from '@/shared/testing/render';
import { server } from '@/shared/testing/server';

import { ticketQuery } from './ticket';
import type { Ticket } from './types';
import { useEdit } from './useEdit';

const ADDRESS = '*/api/v1/desk/tickets/:ref';

const ticket = (more: Partial<Ticket> = {}) =>
  ({ id: 't', number: 'INC-1', title: 'VPN', priority: 'low', version: 3, ...more }) as Ticket;

const problem = (status: number, more: Record<string, unknown>) =>
  HttpResponse.json({ status, title: 'No', ...more }, { status });

function Probe({ start }: { start: Ticket }) {
  const { edit, conflict, keepMine } = useEdit(start);
  const raise = () => edit({ body: { priority: 'high' }, shown: { priority: 'high' } });
  return (
    <>
      <button type="button" onClick={() => void raise()}>
        raise
      </button>
      <button type="button" onClick={keepMine}>
        keep mine
      </button>
      <output>{conflict ? `${conflict.fields.join()}: ${conflict.now.priority}` : 'none'}</output>
    </>
  );
}

async function start() {
  const shown = await show(<Probe start={ticket()} />);
  const key = ticketQuery('t').queryKey;
  shown.queries.setQueryData(key, ticket());
  return { ...shown, priority: () => shown.queries.getQueryData(key)?.priority };
}

it('shows the change at once and keeps what the server says', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  server.use(
    http.patch(ADDRESS, async () => {
      await held;
      return HttpResponse.json(ticket({ priority: 'high', version: 4 }));
    }),
  );
  const { user, priority, queries } = await start();
  await user.click(screen.getByText('raise'));
  expect(priority()).toBe('high');
  release();
  await waitFor(() => expect(queries.getQueryData(['ticket', 't'])).toMatchObject({ version: 4 }));
});

it('takes the change back when it is refused', async () => {
  server.use(http.patch(ADDRESS, () => problem(403, { detail: 'Not yours.' })));
  const { user, priority } = await start();
  await user.click(screen.getByText('raise'));
  await waitFor(() => expect(priority()).toBe('low'));
});

it('sends it again when somebody changed another field meanwhile', async () => {
  const sent: unknown[] = [];
  server.use(
    http.get(ADDRESS, () => HttpResponse.json(ticket({ title: 'VPN drops', version: 5 }))),
    http.patch(ADDRESS, async ({ request }) => {
      const body = (await request.json()) as { version: number };
      sent.push(body.version);
      if (body.version < 5) return problem(409, { current_version: 5 });
      return HttpResponse.json(ticket({ title: 'VPN drops', priority: 'high', version: 6 }));
    }),
  );
  const { user, queries } = await start();
  await user.click(screen.getByText('raise'));
  await waitFor(() =>
    expect(queries.getQueryData(['ticket', 't'])).toMatchObject({
      title: 'VPN drops',
      priority: 'high',
    }),
  );
  expect(sent).toEqual([3, 5]);
  expect(screen.getByText('none')).toBeInTheDocument();
});

it('asks when both changed the same field, and can put mine over it', async () => {
  server.use(
    http.get(ADDRESS, () => HttpResponse.json(ticket({ priority: 'urgent', version: 5 }))),
    http.patch(ADDRESS, async ({ request }) => {
      const { version } = (await request.json()) as { version: number };
      if (version < 5) return problem(409, { current_version: 5 });
      return HttpResponse.json(ticket({ priority: 'high', version: 6 }));
    }),
  );
  const { user, priority } = await start();
  await user.click(screen.getByText('raise'));
  expect(await screen.findByText('priority: urgent')).toBeInTheDocument();
  expect(priority()).toBe('urgent');
  await user.click(screen.getByText('keep mine'));
  await waitFor(() => expect(priority()).toBe('high'));
});

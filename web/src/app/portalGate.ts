import type { QueryClient } from '@tanstack/react-query';
import { redirect } from '@tanstack/react-router';

import { rememberedPerson, rememberPerson } from '@/features/portal/lib/remembered';
import { type Me, meQuery } from '@/shared/api/me';
import { Problem } from '@/shared/api/problem';

const TICKET = /^\/app\/tickets\/([^/]+)$/;

/** Where a page of the desk is found in the portal. */
export function portalPath({ pathname, search }: { pathname: string; search: object }): string {
  if (pathname === '/app/tickets/new') return '/portal/new';
  if (pathname === '/app/settings/profile') return '/portal/profile';
  const panel = 'ticket' in search && typeof search.ticket === 'string' ? search.ticket : undefined;
  const ref = TICKET.exec(pathname)?.[1] ?? panel;
  return ref ? `/portal/requests/${encodeURIComponent(ref)}` : '/portal';
}

const isSilence = (error: unknown) => error instanceof Problem && error.status === 0;

/** Who is signed in. A silent desk does not open; who only asks goes on in the portal, where requests can be written. */
export async function deskPerson(queries: QueryClient): Promise<Me> {
  try {
    return await queries.ensureQueryData(meQuery);
  } catch (error) {
    if (!isSilence(error) || rememberedPerson()?.role !== 'requester') throw error;
    throw redirect({ to: '/portal' });
  }
}

/** Who is signed in; while the desk is silent the person who was here last, so that requests can be written. */
export async function portalPerson(queries: QueryClient): Promise<Me> {
  const known = queries.getQueryData(meQuery.queryKey);
  if (known?.csrf_token) {
    // Asked for by the head start: remembered all the same.
    rememberPerson(known);
    return known;
  }
  try {
    const me = await queries.fetchQuery(meQuery);
    rememberPerson(me);
    return me;
  } catch (error) {
    const person = isSilence(error) ? rememberedPerson() : undefined;
    if (!person) throw error;
    // Old from the start: it is read again as soon as the desk answers.
    queries.setQueryData(meQuery.queryKey, person, { updatedAt: 1 });
    return person;
  }
}

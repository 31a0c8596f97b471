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

/** Without a network the desk does not open; who only asks goes on in the portal, where requests can be written. */
export function goOnOffline(queries: QueryClient): void {
  if (navigator.onLine || queries.getQueryData(meQuery.queryKey)) return;
  if (rememberedPerson()?.role === 'requester') throw redirect({ to: '/portal' });
  throw Problem.offline();
}

/** Who is signed in; without a network the person who was here last, so that requests can be written. */
export async function portalPerson(queries: QueryClient): Promise<Me> {
  const known = queries.getQueryData(meQuery.queryKey);
  if (known?.csrf_token) {
    // Asked for by the head start: remembered all the same.
    rememberPerson(known);
    return known;
  }
  try {
    const me = await queries.fetchQuery({ ...meQuery, networkMode: 'always' });
    rememberPerson(me);
    return me;
  } catch (error) {
    const person = error instanceof Problem && error.status === 0 ? rememberedPerson() : undefined;
    if (!person) throw error;
    // Old from the start: it is read again as soon as there is a network.
    queries.setQueryData(meQuery.queryKey, person, { updatedAt: 1 });
    return person;
  }
}

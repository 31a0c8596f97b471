import createClient, { type Middleware } from 'openapi-fetch';

import { Problem } from '@/shared/api/problem';
import { answered, probe } from '@/shared/api/reach';
import type { paths } from '@/shared/api/schema';

/** What a desk without its database, or the machine before it, answers. */
const AWAY = new Set([502, 503, 504]);
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

let csrfToken = '';
let onSignedOut: (() => void) | undefined;

/** Remember the token that every write of this session must carry. */
export function setCsrfToken(token: string): void {
  csrfToken = token;
}

/** That token, for the one kind of request that does not go through `api`: uploads. */
export const currentCsrfToken = () => csrfToken;

/** What to do when the session has ended (the router goes to the sign-in page). */
export function whenSignedOut(handler: () => void): void {
  onSignedOut = handler;
}

const session: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept', 'application/json');
    if (!SAFE.has(request.method) && csrfToken) request.headers.set('X-CSRF-Token', csrfToken);
    return request;
  },
  async onResponse({ response, schemaPath }) {
    if (AWAY.has(response.status)) void probe();
    else answered();
    if (response.ok) return;
    if (response.status === 401 && !schemaPath.includes('/auth/')) onSignedOut?.();
    throw await Problem.of(response);
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === 'AbortError') return error;
    void probe();
    return Problem.offline();
  },
};

/** The typed door to the server: every answer that is not a success is thrown as a Problem. */
export const api = createClient<paths>({
  baseUrl: globalThis.location?.origin ?? '',
  // Looked up at each call, so that tests may replace it.
  fetch: (request) => globalThis.fetch(request),
  querySerializer: { array: { style: 'form', explode: true } },
});
api.use(session);

/** The body of a successful answer; refusals have been thrown before. */
export async function read<T>(answer: Promise<{ data?: T }>): Promise<T> {
  const { data } = await answer;
  return data as T;
}

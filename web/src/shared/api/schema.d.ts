/* Provisional: replaced by `npm run types` as soon as docs/reference/openapi.json is there. */
type Answer<T> = { headers: { [name: string]: unknown }; content: { 'application/json': T } };
type Op<Result, Query = never, Path = never, Sent = never> = {
  parameters: ([Query] extends [never] ? { query?: never } : { query?: Query }) &
    ([Path] extends [never] ? { path?: never } : { path: Path });
  responses: { 200: Answer<Result> };
} & ([Sent] extends [never]
  ? { requestBody?: never }
  : { requestBody: { content: { 'application/json': Sent } } });
type Id = { id: string };
type Paged<T> = {
  data: T[];
  page: { next: string | null; limit: number; total: number | null; page: number | null };
};
type Query = Record<string, string | number | boolean | string[] | undefined>;

export interface components {
  schemas: {
    Me: {
      person: { id: string; name: string; email: string };
      role: 'admin' | 'team_lead' | 'agent' | 'requester' | 'service';
      permissions: string[];
      csrf_token: string;
      organization: { id: string; name: string };
      preferences: {
        locale?: string;
        timezone?: string;
        theme?: string;
        density?: string;
        single_keys?: boolean;
      };
    };
    Person: {
      id: string;
      name: string;
      email: string;
      kind: string;
      role: string;
      is_active: boolean;
    };
    Team: { id: string; name: string; kind: string };
  };
}
type S = components['schemas'];

export interface paths {
  '/api/v1/me': {
    get: Op<S['Me']>;
    patch: Op<S['Me'], never, never, Record<string, unknown>>;
  };
  '/api/v1/auth/login': {
    post: Op<
      { csrf_token: string },
      never,
      never,
      { email: string; password: string; organization?: string }
    >;
  };
  '/api/v1/auth/password/forgot': { post: Op<void, never, never, { email: string }> };
  '/api/v1/auth/password/reset': {
    post: Op<void, never, never, { token: string; password: string }>;
  };
  '/api/v1/auth/invitations/accept': {
    post: Op<void, never, never, { token: string; password: string; name?: string }>;
  };
  '/api/v1/auth/logout': { post: Op<void> };
  '/api/v1/people': { get: Op<Paged<S['Person']>, Query> };
  '/api/v1/people/{id}': { get: Op<S['Person'], never, Id> };
  '/api/v1/teams': { get: Op<Paged<S['Team']>, Query> };
  '/api/v1/desk/tickets': {
    get: Op<
      Paged<{ id: string; number: string; title: string; status: string; priority: string }>,
      Query
    >;
  };
}

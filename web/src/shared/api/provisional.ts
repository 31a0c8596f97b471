/* Paths whose OpenAPI description is still to come; removed with the next generated schema. */
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

export type Provisional = {
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
  Named: { id: string; name: string };
  PersonRead: {
    id: string;
    kind: 'agent' | 'requester' | 'service' | 'external';
    role: 'admin' | 'team_lead' | 'agent' | 'requester' | 'service';
    name: string;
    email: string | null;
    title: string;
    phone: string;
    locale: string;
    timezone: string;
    department: S['Named'] | null;
    teams: (S['Named'] & { kind: string; is_lead: boolean })[];
    skills: (S['Named'] & { level: number })[];
    vip: boolean;
    avatar_color: string;
    external_ref: string | null;
    is_active: boolean;
    can_log_in: boolean;
    last_login_at: string | null;
    reset_requested_at: string | null;
    version: number;
    created_at: string;
    updated_at: string;
  };
  PersonCreate: Partial<Omit<S['PersonRead'], 'name'>> & { name: string };
  PersonPatch: Partial<S['PersonRead']>;
  TeamRead: {
    id: string;
    kind: 'team' | 'department' | 'assignment_group';
    name: string;
    description: string;
    external_ref: string | null;
    is_active: boolean;
    member_count: number;
    leads: S['Named'][];
    version: number;
    created_at: string;
    updated_at: string;
  };
  TeamCreate: Partial<S['TeamRead']> & { name: string };
  TeamPatch: Partial<S['TeamRead']>;
  MemberRead: S['Named'] & {
    email: string | null;
    title: string;
    role: string;
    kind: string;
    is_active: boolean;
    is_lead: boolean;
  };
  SkillRead: S['Named'] & { description: string };
  RoleRead: {
    role: 'admin' | 'team_lead' | 'agent' | 'requester' | 'service';
    permissions: string[];
    default_permissions: string[];
    is_customised: boolean;
    is_fixed: boolean;
    people: number;
    version: number;
  };
  Roles: { data: S['RoleRead'][]; permissions: string[] };
  ApiTokenCreate: Record<string, unknown>;
  ApiTokenRead: {
    id: string;
    name: string;
    person: S['Named'];
    last4: string;
    scopes: string[] | null;
    ip_allow: string[];
    expires_at: string | null;
    last_used_at: string | null;
    created_at: string;
  };
  SessionRead: {
    id: string;
    ip: string | null;
    user_agent: string;
    created_at: string;
    last_seen_at: string;
    is_current: boolean;
  };
};
type S = Provisional;

declare module './schema' {
  interface paths {
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
    '/api/v1/people': {
      get: Op<Paged<S['PersonRead']>, Query>;
      post: Op<S['PersonRead'], never, never, S['PersonCreate']>;
    };
    '/api/v1/people/{id}': {
      get: Op<S['PersonRead'], never, Id>;
      patch: Op<S['PersonRead'], never, Id, S['PersonPatch']>;
      delete: Op<void, never, Id>;
    };
    '/api/v1/people/{id}/invite': { post: Op<{ url: string; expires_at: string }, never, Id> };
    '/api/v1/people/{id}/skills': {
      put: Op<S['PersonRead'], never, Id, { skills: { skill_id: string; level: number }[] }>;
    };
    '/api/v1/skills': {
      get: Op<Paged<S['SkillRead']>, Query>;
      post: Op<S['SkillRead'], never, never, { name: string }>;
    };
    '/api/v1/teams': {
      get: Op<Paged<S['TeamRead']>, Query>;
      post: Op<S['TeamRead'], never, never, S['TeamCreate']>;
    };
    '/api/v1/teams/{id}': {
      patch: Op<S['TeamRead'], never, Id, S['TeamPatch']>;
      delete: Op<void, never, Id>;
    };
    '/api/v1/teams/{id}/members': {
      get: Op<Paged<S['MemberRead']>, Query, Id>;
      post: Op<void, never, Id, { person_ids: string[]; is_lead: boolean }>;
    };
    '/api/v1/teams/{id}/members/{person_id}': {
      delete: Op<void, never, Id & { person_id: string }>;
    };
    '/api/v1/roles': { get: Op<S['Roles']> };
    '/api/v1/roles/{role}': {
      put: Op<S['RoleRead'], never, { role: string }, { permissions: string[]; version: number }>;
    };
    '/api/v1/tokens': {
      get: Op<Paged<S['ApiTokenRead']>, Query>;
      post: Op<S['ApiTokenRead'] & { token: string }, never, never, Record<string, unknown>>;
    };
    '/api/v1/tokens/{id}': { delete: Op<void, never, Id> };
    '/api/v1/sessions': { get: Op<Paged<S['SessionRead']>> };
    '/api/v1/sessions/{id}': { delete: Op<void, never, Id> };
  }
}

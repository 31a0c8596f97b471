import type { components } from '@/shared/api/schema';

type Schemas = components['schemas'];
export type Connection = Schemas['ConnectionRead'];
export type ConnectionType = Schemas['ConnectionTypeRead'];
export type VerificationStep = Schemas['VerificationStep'];
export type VerifyAsked = Schemas['VerifyAsked'];
export type Run = Schemas['RunRead'];
export type Days = Schemas['Days'];

/** What an import takes. */
export type Range = { days: Days; projects: string[]; scope: string };

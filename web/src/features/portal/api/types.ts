import type { components } from '@/shared/api/schema';

type Schemas = components['schemas'];

export type Card = Schemas['Card'];
export type Cards = Schemas['CardList'];
export type FormField = Schemas['FormField'];
export type RequestRow = Schemas['RequestRow'];
export type Request = Schemas['RequestRead'];
export type RequestBody = Schemas['RequestCreate'];
export type PortalState = RequestRow['state'];
export type PortalFile = Schemas['PortalFile'];
export type AskedApproval = Schemas['AskedApproval'];
export type RequestType = Schemas['RequestTypeRead'];
export type RequestTypeBody = Schemas['RequestTypeCreate'];
export type CardIcon = Card['icon'];
export type Group = 'open' | 'done' | 'all';

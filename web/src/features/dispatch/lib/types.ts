import type { components } from '@/shared/api/schema';

type Schemas = components['schemas'];
export type OutsideTicket = Schemas['OutsideTicket'];
export type OutsideState = OutsideTicket['state'];
export type Platform = OutsideTicket['platform'];
export type Payloads = Schemas['AnalysisPayloads'];
export type Switches = Schemas['DispatchSwitches'];
export type Automatic = Schemas['AutomaticDispatch'];

/** One request as it would leave, in the order of sending. */
export type Outgoing = { method: string; url: string; body: unknown };

export const PLATFORMS = ['servicenow', 'jira'] as const;
export const SYSTEMS: Record<Platform, { cap: string; name: string }> = {
  servicenow: { cap: 'SN', name: 'ServiceNow' },
  jira: { cap: 'JI', name: 'Jira' },
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** What a preview keeps of the requests it would send. */
export function outgoing(ticket: OutsideTicket): Outgoing[] {
  return ticket.requests.filter(isRecord).map((request) => ({
    method: String(request.method ?? ''),
    url: String(request.url ?? ''),
    body: request.body,
  }));
}

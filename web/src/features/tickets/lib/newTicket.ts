import type { CustomField } from '@/features/tickets/api/catalog';
import type { NewTicket } from '@/features/tickets/api/types';
import type { components } from '@/shared/api/schema';
import { fieldErrors } from '@/shared/forms/problemForm';
import { TICKET_TYPES, type TicketPriority, type TicketType } from '@/shared/lib/vocabulary';

/** What stands in the form. Selects hold text, empty ones null. */
export type NewTicketValues = {
  title: string;
  description: string;
  type: TicketType;
  priority: string | null;
  impact: string | null;
  urgency: string | null;
  category_id: string | null;
  requester_id: string | null;
  assignee_id: string | null;
  team_id: string | null;
  due_at: string;
  tags: string[];
  custom_fields: Record<string, unknown>;
};

export const BLANK: NewTicketValues = {
  title: '',
  description: '',
  type: 'incident',
  priority: null,
  impact: null,
  urgency: null,
  category_id: null,
  requester_id: null,
  assignee_id: null,
  team_id: null,
  due_at: '',
  tags: [],
  custom_fields: {},
};

/** Requesters ask for help or for a thing; the other types are work of the desk. */
export const REQUESTER_TYPES = ['incident', 'request'] as const satisfies TicketType[];

type Cell = components['schemas']['MatrixCell'];

/** The priority that impact and urgency lead to; undefined while one of them is open. */
export function fromMatrix(
  cells: readonly Cell[] | undefined,
  { impact, urgency }: Pick<NewTicketValues, 'impact' | 'urgency'>,
): TicketPriority | undefined {
  if (!impact || !urgency) return undefined;
  const found = cells?.find(
    (cell) => cell.impact === Number(impact) && cell.urgency === Number(urgency),
  );
  return found?.priority;
}

const isBlank = (value: unknown) =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);

function stored(kind: CustomField['kind'], value: unknown): unknown {
  if (isBlank(value)) return null;
  if (kind === 'datetime') return new Date(String(value)).toISOString();
  if (kind === 'number' || kind === 'integer') return Number(value);
  return value;
}

/** The values of these fields as the server takes them; what was never touched is its default. */
function customOf(values: NewTicketValues, fields: readonly CustomField[]) {
  const touched = fields.filter(({ key }) => values.custom_fields[key] !== undefined);
  const entries = touched.map(({ key, kind }) => [key, stored(kind, values.custom_fields[key])]);
  return Object.fromEntries(entries) as NonNullable<NewTicket['custom_fields']>;
}

const level = (text: string | null) => (text ? Number(text) : null);

/** Only what is set: a requester may not even send the names of the desk's fields. */
export function bodyOf(
  values: NewTicketValues,
  fields: readonly CustomField[],
  attachmentIds: readonly string[],
  isDesk: boolean,
): NewTicket {
  const { title, description, type, category_id, priority, due_at, tags } = values;
  const custom = customOf(values, fields);
  const wanted = {
    title: title.trim(),
    type,
    description: description.trim(),
    category_id,
    custom_fields: Object.keys(custom).length > 0 ? custom : null,
    attachment_ids: [...attachmentIds],
    ...(isDesk
      ? {
          priority,
          impact: level(values.impact),
          urgency: level(values.urgency),
          requester_id: values.requester_id,
          assignee_id: values.assignee_id,
          team_id: values.team_id,
          due_at: due_at ? new Date(due_at).toISOString() : null,
          tags,
        }
      : {}),
  };
  const filled = Object.entries(wanted).filter(([, value]) => !isBlank(value));
  return { title: wanted.title, ...Object.fromEntries(filled) } as NewTicket;
}

export type Placed = { fields: Record<string, string>; rest: string[] };

/** The reasons of a refusal at the fields of the form; what fits no field is told above it. */
export function placeErrors(error: unknown, known: ReadonlySet<string>): Placed {
  const placed: Placed = { fields: {}, rest: [] };
  for (const [path, reason] of Object.entries(fieldErrors(error))) {
    const parts = path.split('.');
    // `tags.3` belongs to `tags`.
    while (parts.length > 0 && !known.has(parts.join('.'))) parts.pop();
    const field = parts.join('.');
    if (field) placed.fields[field] ??= reason;
    else placed.rest.push(`${path}: ${reason}`);
  }
  return placed;
}

/** Rich text of a template as lines of plain text. */
export function plainText(html: string): string {
  const document = new DOMParser().parseFromString(
    html.replaceAll(/<br\s*\/?>/gi, '\n').replaceAll(/<\/(p|li|h\d|div)>/gi, '\n'),
    'text/html',
  );
  return (document.body.textContent ?? '').trim();
}

const text = (value: unknown) => (typeof value === 'string' && value ? value : null);
const digit = (value: unknown) => (typeof value === 'number' ? String(value) : null);
const words = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);

const object = (value: unknown) =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** The form filled from a template; what somebody wrote stays. */
export function withTemplate(
  values: NewTicketValues,
  fields: Readonly<Record<string, unknown>>,
): NewTicketValues {
  return {
    ...values,
    title: values.title.trim() ? values.title : (text(fields.title) ?? ''),
    description: values.description.trim()
      ? values.description
      : plainText(text(fields.description_html) ?? ''),
    type: TICKET_TYPES.find((type) => type === fields.type) ?? values.type,
    priority: text(fields.priority) ?? values.priority,
    impact: digit(fields.impact) ?? values.impact,
    urgency: digit(fields.urgency) ?? values.urgency,
    category_id: text(fields.category_id) ?? values.category_id,
    assignee_id: text(fields.assignee_id) ?? values.assignee_id,
    team_id: text(fields.team_id) ?? values.team_id,
    tags: [...new Set([...values.tags, ...words(fields.tags)])],
    custom_fields: { ...values.custom_fields, ...object(fields.custom_fields) },
  };
}

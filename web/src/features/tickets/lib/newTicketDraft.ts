import { BLANK, type NewTicketValues } from './newTicket';

const KEY = 'deskplane.newTicket';

/** What was written and not sent, in this tab; only values of the right kind come back. */
export function readNewTicket(): NewTicketValues {
  try {
    const held: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
    if (typeof held !== 'object' || held === null) return BLANK;
    const fitting = Object.entries(held).filter(([name, value]) => {
      const blank: unknown = BLANK[name as keyof NewTicketValues];
      if (blank === undefined) return false;
      if (blank === null) return value === null || typeof value === 'string';
      return typeof value === typeof blank && Array.isArray(value) === Array.isArray(blank);
    });
    return { ...BLANK, ...Object.fromEntries(fitting) };
  } catch {
    return BLANK;
  }
}

export function keepNewTicket(values: NewTicketValues): void {
  sessionStorage.setItem(KEY, JSON.stringify(values));
}

export function forgetNewTicket(): void {
  sessionStorage.removeItem(KEY);
}

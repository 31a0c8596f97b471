import i18next from 'i18next';

/** A calendar day of the answer as 8 Nov; it belongs to no zone, so none may move it. */
export const dayOf = (day: string) =>
  new Intl.DateTimeFormat(i18next.language, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`));

import i18next from 'i18next';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

let zone: string | undefined;

/** Dates are shown in the zone of the person's profile; undefined means that of the browser. */
export function setZone(timeZone: string | undefined): void {
  zone = timeZone || undefined;
}

/** The region of the browser decides between 14:05 and 2:05 pm, as far as it speaks the language. */
function locale(): string {
  const { language } = i18next;
  return navigator.languages.find((tag) => tag.startsWith(`${language}-`)) ?? language;
}

/** Making a format takes longer than using it a hundred times. */
function remembered<Options, Format>(
  make: (language: string, options: Options) => Format,
): (options: Options) => Format {
  const made = new Map<string, Format>();
  return (options) => {
    const language = locale();
    const key = `${language}|${JSON.stringify(options)}`;
    const known = made.get(key);
    if (known) return known;
    const format = make(language, options);
    made.set(key, format);
    return format;
  };
}

const numberFormat = remembered(
  (language, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options),
);
const relativeFormat = remembered(
  (language, options: Intl.RelativeTimeFormatOptions) =>
    new Intl.RelativeTimeFormat(language, options),
);
const zonedFormat = remembered(
  (language, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, options),
);

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return zonedFormat(zone ? { ...options, timeZone: zone } : options);
}

const asDate = (when: string | Date) => (typeof when === 'string' ? new Date(when) : when);

/** 21 Nov 2026, 10:12 */
export function dateTime(when: string | Date): string {
  return dateFormat({ dateStyle: 'medium', timeStyle: 'short' }).format(asDate(when));
}

/** 21 Nov 2026 */
export function date(when: string | Date): string {
  return dateFormat({ dateStyle: 'medium' }).format(asDate(when));
}

/** 21 Nov, of a calendar day such as 2026-11-21; it belongs to no zone, so none may move it. */
export function calendarDay(day: string): string {
  const format = zonedFormat({ day: 'numeric', month: 'short', timeZone: 'UTC' });
  return format.format(new Date(`${day}T00:00:00Z`));
}

function offsetAt(moment: number): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'short',
    timeStyle: 'medium',
    hourCycle: 'h23',
    ...(zone ? { timeZone: zone } : {}),
  }).formatToParts(moment);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const shown = Date.UTC(
    of('year'),
    of('month') - 1,
    of('day'),
    of('hour'),
    of('minute'),
    of('second'),
  );
  return shown - Math.trunc(moment / 1000) * 1000;
}

/** A moment as a date-time field wants it: 2026-11-21T10:12, in the person's zone. */
export function fieldTime(when: string): string {
  const moment = Date.parse(when);
  return new Date(moment + offsetAt(moment)).toISOString().slice(0, 16);
}

/** The moment that a date-time field names, in the person's zone. */
export function fromFieldTime(text: string): string {
  const shown = Date.parse(`${text}Z`);
  // The offset of the wanted moment is known only near it: once around a change of clocks.
  const near = shown - offsetAt(shown);
  return new Date(shown - offsetAt(near)).toISOString();
}

/** 10:12 */
export function time(when: string | Date): string {
  return dateFormat({ timeStyle: 'short' }).format(asDate(when));
}

/** 10:12 if it is today, else 21 Nov, 10:12, and with the year when that is another one. */
export function clockTime(when: string | Date, now: number = Date.now()): string {
  const day = (at: string | Date | number) =>
    dateFormat({ dateStyle: 'short' }).format(typeof at === 'number' ? at : asDate(at));
  const year = (at: Date) => dateFormat({ year: 'numeric' }).format(at);
  if (day(when) === day(now)) return time(when);
  if (year(asDate(when)) !== year(new Date(now))) return dateTime(when);
  const clock = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;
  return dateFormat(clock).format(asDate(when));
}

/** 3 minutes ago; after a week the date. */
export function relative(when: string | Date, now: number = Date.now()): string {
  const at = asDate(when);
  const distance = at.getTime() - now;
  const size = Math.abs(distance);
  if (size >= WEEK) return date(at);
  if (size < MINUTE) return i18next.t('time.now');
  const format = relativeFormat({ numeric: 'auto', style: 'short' });
  if (size < HOUR) return format.format(Math.trunc(distance / MINUTE), 'minute');
  if (size < DAY) return format.format(Math.trunc(distance / HOUR), 'hour');
  return format.format(Math.trunc(distance / DAY), 'day');
}

/** 1 h 34 m; from one day on 2 d 3 h. Always two units, so that a column stays in step. */
export function duration(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  if (size >= DAY) {
    return i18next.t('time.daysHours', {
      d: Math.floor(size / DAY),
      h: Math.floor((size % DAY) / HOUR),
    });
  }
  return i18next.t('time.hoursMinutes', {
    h: Math.floor(size / HOUR),
    m: String(Math.floor((size % HOUR) / MINUTE)).padStart(2, '0'),
  });
}

/** 12,345.6 in the person's language. */
export function number(value: number, fraction = 0): string {
  return numberFormat({
    minimumFractionDigits: fraction,
    maximumFractionDigits: fraction,
  }).format(value);
}

/** +9 or −0.8, with a real minus. */
export function signed(value: number, fraction = 0): string {
  const text = number(Math.abs(value), fraction);
  if (value === 0) return text;
  return value > 0 ? `+${text}` : `−${text}`;
}

/** 1.4 MB */
export function fileSize(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(units.length - 1, bytes > 0 ? Math.floor(Math.log10(bytes) / 3) : 0);
  return numberFormat({
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: step > 1 ? 1 : 0,
  }).format(bytes / 1000 ** step);
}

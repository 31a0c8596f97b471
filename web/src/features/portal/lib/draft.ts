import type { HeldFile } from '@/features/portal/lib/outbox';
import { drop, put, take } from '@/features/portal/lib/store';

export type FormValues = {
  title: string;
  description: string;
  custom_fields: Record<string, unknown>;
};

export type Draft = { key: string; values: FormValues; files: HeldFile[] };

/** One draft for each card of each person. */
export const draftKey = (personId: string, cardId: string | undefined) =>
  `${personId}|${cardId ?? ''}`;

/** What was written and not sent; nothing where the browser keeps nothing. */
export async function readDraft(key: string): Promise<Draft | undefined> {
  try {
    return await take<Draft>('drafts', key);
  } catch {
    return undefined;
  }
}

export async function keepDraft(draft: Draft): Promise<void> {
  await put('drafts', draft).catch(() => undefined);
}

export async function dropDraft(key: string): Promise<void> {
  await drop('drafts', key).catch(() => undefined);
}

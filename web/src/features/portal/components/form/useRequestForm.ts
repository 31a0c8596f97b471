import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormField, Request } from '@/features/portal/api/types';
import { useOutboxChanged } from '@/features/portal/api/useOutbox';
import {
  draftKey,
  dropDraft,
  type FormValues,
  keepDraft,
  readDraft,
} from '@/features/portal/lib/draft';
import { BLANK, bodyOf, MAX_FILES, missing } from '@/features/portal/lib/form';
import { discard, type HeldFile, isForLater, keep, send } from '@/features/portal/lib/outbox';
import { useMe } from '@/shared/api/me';
import { asProblem } from '@/shared/api/problem';
import { fieldErrors } from '@/shared/forms/problemForm';

const PAUSE = 400;

type Options = {
  cardId: string | undefined;
  asks: readonly FormField[];
  /** What the form starts with where nothing was written yet. */
  start: { title: string; description: string };
  onSent: (request: Request | undefined) => void;
  onKept: () => void;
};

type Stored = { values: FormValues; files: HeldFile[] };

/** What was written before, read once; the form waits for it. */
function useDraft(key: string, start: Options['start']) {
  const [stored, setStored] = useState<Stored | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the start counts only once
  useEffect(() => {
    let gone = false;
    void readDraft(key).then((found) => {
      if (gone) return;
      const fresh = { values: { ...BLANK, ...start }, files: [] };
      // Words that were typed on the page before are newer than an old draft's empty title.
      const values = found && { ...found.values, title: found.values.title || start.title };
      setStored(found && values ? { values, files: found.files } : fresh);
    });
    return () => {
      gone = true;
    };
  }, [key]);
  return [stored, setStored] as const;
}

function focusOn(path: string): void {
  const node = document.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`);
  node?.focus();
  node?.scrollIntoView({ block: 'center' });
}

/** A new request while it is written; it is kept in this browser until the desk has it. */
export function useRequestForm({ cardId, asks, start, onSent, onKept }: Options) {
  const { t } = useTranslation(['portal', 'common']);
  const { person } = useMe();
  const changed = useOutboxChanged();
  const key = draftKey(person.id, cardId);
  const [state, setState] = useDraft(key, start);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const [touched, setTouched] = useState(false);

  useEffect(() => {
    if (!state || !touched) return;
    const timer = window.setTimeout(() => void keepDraft({ key, ...state }), PAUSE);
    return () => window.clearTimeout(timer);
  }, [key, state, touched]);

  const edit = (change: (before: Stored) => Stored) => {
    setTouched(true);
    setState((before) => before && change(before));
  };
  const set = (values: Partial<FormValues>) =>
    edit((before) => ({ ...before, values: { ...before.values, ...values } }));
  const answer = (name: string, value: unknown) =>
    edit((before) => ({
      ...before,
      values: {
        ...before.values,
        custom_fields: { ...before.values.custom_fields, [name]: value },
      },
    }));
  const addFiles = (added: File[]) =>
    edit((before) => ({
      ...before,
      files: [...before.files, ...added.map((file) => ({ name: file.name, blob: file }))].slice(
        0,
        MAX_FILES,
      ),
    }));
  const removeFile = (index: number) =>
    edit((before) => ({ ...before, files: before.files.filter((_, place) => place !== index) }));

  const refuse = (found: Record<string, string>, words: string | null) => {
    setErrors(found);
    setProblem(words);
    const [first] = Object.keys(found);
    if (first) focusOn(first);
  };
  const finish = async (done: () => void) => {
    setTouched(false);
    await dropDraft(key);
    changed();
    done();
  };
  const fail = async (waiting: string, error: unknown) => {
    if (isForLater(error)) return await finish(onKept);
    await discard(waiting);
    const found = fieldErrors(error);
    refuse(found, Object.keys(found).length > 0 ? null : asProblem(error).message);
  };

  const submit = async () => {
    if (!state || sending) return;
    const gaps = missing(state.values, asks);
    const why = t('common:form.missing');
    if (gaps.length > 0) return refuse(Object.fromEntries(gaps.map((path) => [path, why])), null);
    setSending(true);
    refuse({}, null);
    const item = {
      key: crypto.randomUUID(),
      personId: person.id,
      at: Date.now(),
      body: bodyOf(state.values, asks, cardId),
      files: state.files,
    };
    try {
      await keep(item);
      const made = await send(item.key);
      await finish(() => onSent(made));
    } catch (error) {
      await fail(item.key, error);
    } finally {
      setSending(false);
    }
  };

  return { state, errors, problem, sending, set, answer, addFiles, removeFile, submit };
}

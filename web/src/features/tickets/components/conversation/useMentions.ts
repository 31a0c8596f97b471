import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type RefObject, useId, useState } from 'react';

import type { Mention } from '@/features/tickets/lib/noteHtml';
import { typedMention } from '@/features/tickets/lib/typedMention';
import { peopleChoicesQuery } from '@/shared/api/directory';

const MOST = 6;

type Wanted = {
  text: string;
  field: RefObject<HTMLTextAreaElement | null>;
  enabled: boolean;
  /** Puts the person in place of what was typed; returns where the caret goes. */
  onPick: (person: Mention, place: { from: number; to: number }) => number;
};

/** People offered while somebody types @ and the first letters of a name. */
export function useMentions({ text, field, enabled, onPick }: Wanted) {
  const list = useId();
  const [caret, setCaret] = useState(-1);
  const [active, setActive] = useState(0);
  const [closed, setClosed] = useState(false);
  const typed = enabled && caret >= 0 ? typedMention(text.slice(0, caret)) : undefined;
  const { data } = useQuery({
    ...peopleChoicesQuery(typed?.query ?? '', { deskOnly: true }),
    enabled: typed !== undefined,
  });
  const people = typed && !closed ? (data?.data ?? []).slice(0, MOST) : [];
  const at = Math.min(active, people.length - 1);

  const look = () => {
    const next = field.current?.selectionStart ?? -1;
    if (next === caret) return;
    setCaret(next);
    setActive(0);
    setClosed(false);
  };
  const pick = (person: Mention) => {
    if (!typed) return;
    const next = onPick({ id: person.id, name: person.name }, { from: typed.from, to: caret });
    setCaret(-1);
    window.setTimeout(() => {
      field.current?.focus();
      field.current?.setSelectionRange(next, next);
    });
  };
  const onKey = (event: KeyboardEvent): boolean => {
    const person = people[at];
    const held = event.ctrlKey || event.metaKey || event.nativeEvent.isComposing;
    if (!person || held) return false;
    const keys: Record<string, () => void> = {
      ArrowDown: () => setActive((at + 1) % people.length),
      ArrowUp: () => setActive((at + people.length - 1) % people.length),
      Enter: () => pick(person),
      Tab: () => pick(person),
      Escape: () => {
        event.stopPropagation();
        setClosed(true);
      },
    };
    const run = keys[event.key];
    run?.();
    return run !== undefined;
  };
  const optionId = (index: number) => `${list}-${index}`;
  return {
    people,
    at,
    list,
    optionId,
    pick,
    onKey,
    /** What the text field says about the list, and where its caret is. */
    textProps: {
      onSelect: look,
      onBlur: () => setCaret(-1),
      ...(people.length > 0
        ? {
            'aria-autocomplete': 'list' as const,
            'aria-controls': list,
            'aria-activedescendant': optionId(at),
          }
        : {}),
    },
  };
}

export type Mentions = ReturnType<typeof useMentions>;

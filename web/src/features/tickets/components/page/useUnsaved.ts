import { useState } from 'react';

import { useMe } from '@/shared/api/me';

/** A text being changed in a dialog, kept in this browser until it is saved or given up. */
export function useUnsaved(name: string, before: string) {
  const { person } = useMe();
  const key = `deskplane.edit.${person.id}.${name}`;
  const [kept] = useState(() => localStorage.getItem(key));
  const [text, setText] = useState(kept ?? before);
  return {
    text,
    setText: (next: string) => {
      localStorage.setItem(key, next);
      setText(next);
    },
    restored: kept !== null && kept !== before,
    forget: () => localStorage.removeItem(key),
  };
}

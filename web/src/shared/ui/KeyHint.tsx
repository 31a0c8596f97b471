import type { KeyId } from '@/shared/lib/keyCatalog';
import { keyCaps } from '@/shared/lib/keys';
import { useKeyHint } from '@/shared/lib/ownKeys';

import { Kbd } from './Kbd';

/** The key of an action beside its words, as this person has it; nothing while it does not act. */
export function KeyHint({ of, onFill = false }: { of: KeyId; onFill?: boolean }) {
  const keys = useKeyHint(of);
  return keys ? <Kbd onFill={onFill}>{keyCaps(keys).join(' ')}</Kbd> : null;
}

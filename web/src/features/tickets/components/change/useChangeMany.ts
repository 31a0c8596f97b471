import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import {
  type BulkChange,
  type BulkResult,
  useBulk,
  useBulkUndo,
} from '@/features/tickets/api/bulk';
import { toastDone, toastFailed, toastUndo } from '@/shared/ui/toast';

/** What became of a change of several tickets when some refused it. */
export type Refusals = { changed: number; refused: BulkResult[] };

/** Change tickets together: says what was done, offers to take it back, keeps what was refused. */
export function useChangeMany() {
  const { t } = useTranslation('tickets');
  const bulk = useBulk();
  const undo = useBulkUndo();
  const [refusals, setRefusals] = useState<Refusals | null>(null);

  const takeBack = async (token: string) => {
    try {
      const { failed } = await undo.mutateAsync(token);
      if (failed > 0) toastDone(t('bulk.undoneExcept', { count: failed }));
    } catch (error) {
      toastFailed(error);
    }
  };

  /**
   * Returns the ids that refused the change, or null if nothing was changed at all.
   * `done` is said with the number of tickets that changed.
   */
  const change = async (wanted: BulkChange, done: (count: number) => string) => {
    try {
      const { results, changed, undo_token } = await bulk.mutateAsync(wanted);
      const refused = results.filter(({ ok }) => !ok);
      const [only] = refused;
      if (only && results.length === 1) toastFailed(new Error(only.detail ?? only.error ?? ''));
      else if (refused.length > 0) setRefusals({ changed, refused });
      if (undo_token) toastUndo(done(changed), () => void takeBack(undo_token));
      return refused.map(({ id }) => id);
    } catch (error) {
      toastFailed(error);
      return null;
    }
  };

  return { change, busy: bulk.isPending, refusals, dismiss: () => setRefusals(null) };
}

import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { findCard, moved, type Place } from '@/features/board/lib/cards';
import { changeFor } from '@/features/board/lib/change';
import { api, read } from '@/shared/api/client';
import { toastDone, toastFailed, toastUndo } from '@/shared/ui/toast';

import { type BoardCards, type BulkSet, cardsKey, readCards, type View } from './boards';

/** How a ticket ended, beside its new status. */
export type Resolution = Pick<BulkSet, 'resolution_code' | 'resolution_text'>;

let moves = 0;
let ended = 0;

/** A number for as long as no card is on its way; what is read meanwhile may be older than the move. */
export const atRest = (): number | undefined => (moves === ended ? moves : undefined);

const undoOf = (undo_token: string) =>
  read(api.POST('/api/v1/desk/tickets/bulk-update/undo', { body: { undo_token } }));

/** Move cards: seen at once, taken back with the reason when refused, and undone for ten seconds. */
export function useMove(view: View) {
  const { t } = useTranslation('board');
  const queries = useQueryClient();
  const queryKey = cardsKey(view);

  const settle = async (id: string) => {
    void queries.invalidateQueries({ queryKey: ['tickets'] });
    void queries.invalidateQueries({ queryKey: ['ticket', id] });
    queries.setQueryData(queryKey, await readCards(view));
  };

  const takeBack = async (id: string, token: string) => {
    try {
      const { failed } = await undoOf(token);
      if (failed > 0) toastDone(t('undoRefused'));
      await settle(id);
    } catch (error) {
      toastFailed(error);
    }
  };

  /** `where` names the place in words. True once the server has it. */
  return async (
    id: string,
    to: Place,
    where: string,
    resolution: Resolution = {},
  ): Promise<boolean> => {
    const before = queries.getQueryData<BoardCards>(queryKey);
    const found = before && findCard(before, id);
    if (!found) return false;
    const set = { ...changeFor(before, found, to), ...resolution };
    moves += 1;
    void queries.cancelQueries({ queryKey });
    queries.setQueryData(queryKey, moved(before, id, to));
    try {
      const { results, undo_token } = await read(
        api.POST('/api/v1/desk/tickets/bulk-update', { body: { ids: [id], set } }),
      );
      const refused = results.find(({ ok }) => !ok);
      if (refused) throw new Error(refused.detail ?? refused.error ?? '');
      const words = t('moved', { number: found.card.number, where });
      if (undo_token) toastUndo(words, () => void takeBack(id, undo_token));
      await settle(id).catch(() => undefined);
      return true;
    } catch (error) {
      queries.setQueryData(queryKey, before);
      void queries.invalidateQueries({ queryKey });
      toastFailed(error);
      return false;
    } finally {
      ended += 1;
    }
  };
}

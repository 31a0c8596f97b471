import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import type { LinkProps } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { BoardCards, Card, View } from '@/features/board/api/boards';
import type { LiveBoard } from '@/features/board/api/useLiveBoard';
import { type Resolution, useMove } from '@/features/board/api/useMove';
import { findCard, mayGo, type Place } from '@/features/board/lib/cards';
import type { ListFilters } from '@/features/board/lib/change';
import { reasonFor } from '@/features/board/lib/reason';
import { useMay } from '@/shared/api/me';
import { useKeys } from '@/shared/lib/keys';

import { BoardBody } from './BoardBody';
import { type AskResolution, BoardContext, type BoardWork } from './boardContext';
import { focusMoved } from './useCardKeys';
import { useValueWords } from './useValueWords';

type Props = {
  data: BoardCards;
  view: View;
  live: LiveBoard;
  askResolution: AskResolution;
  listLink: (filters: ListFilters) => LinkProps;
};

type Asking = { card: Card; to: Place } | null;

const focusedCard = () =>
  document.activeElement?.closest('[data-card]')?.getAttribute('data-card') ?? null;

/** The card that is being dragged, and nothing else of the drag. */
function useDragging(board: BoardCards, hold: (held: boolean) => void): Card | null {
  const [dragging, setDragging] = useState<Card | null>(null);
  const latest = useRef({ board, hold });
  latest.current = { board, hold };
  useEffect(
    () =>
      monitorForElements({
        onDragStart: ({ source }) => {
          const { board, hold } = latest.current;
          hold(true);
          setDragging(findCard(board, String(source.data.card))?.card ?? null);
        },
        onDrop: () => setDragging(null),
      }),
    [],
  );
  return dragging;
}

/** The board at work: dragging, moving, asking how a ticket ended. */
export function BoardWorkplace({ data, view, live, askResolution, listLink }: Props) {
  const { t } = useTranslation(['board', 'common']);
  const mayMove = useMay('ticket:bulk');
  const send = useMove(view);
  const wordsFor = useValueWords();
  const [menuOf, openMenu] = useState<string | null>(null);
  const [asking, setAsking] = useState<Asking>(null);
  const dragging = useDragging(data, live.hold);

  // A moved card is drawn anew in its column: it takes the focus along.
  const toFocus = useRef<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other cards are other places
  useEffect(() => {
    if (toFocus.current) focusMoved(toFocus.current);
    toFocus.current = null;
  }, [data]);

  const refusal = useCallback(
    (card: Card, column: string) => {
      if (mayGo(card, data.column_field, column)) return null;
      const status = (value: string) => t(`common:status.${value}` as 'common:status.new');
      return t(reasonFor(card, column), { from: status(card.status), to: status(column) });
    },
    [data.column_field, t],
  );

  const run = useCallback(
    async (card: Card, to: Place, resolution?: Resolution) => {
      const place = data.columns.find(({ value }) => value === to.column);
      const words = wordsFor(data.column_field, to.column, place?.label ?? null);
      toFocus.current = card.id;
      await send(card.id, to, words, resolution);
    },
    [data.columns, data.column_field, send, wordsFor],
  );

  const move = useCallback(
    (card: Card, to: Place) => {
      const from = findCard(data, card.id);
      if (!from || (from.column === to.column && from.lane === to.lane)) return;
      const resolves = data.column_field === 'status' && to.column === 'resolved';
      if (resolves && from.column !== 'resolved') setAsking({ card, to });
      else void run(card, to);
    },
    [data, run],
  );

  useKeys(
    mayMove
      ? [{ keys: 'm', label: t('keys.move'), run: () => openMenu(focusedCard() ?? menuOf) }]
      : [],
  );

  const work = useMemo(
    (): BoardWork => ({
      board: data,
      mayMove,
      dragging,
      menuOf,
      openMenu,
      tinted: live.tinted,
      wordsFor,
      refusal,
      move,
      listLink,
    }),
    [data, mayMove, dragging, menuOf, live.tinted, wordsFor, refusal, move, listLink],
  );
  return (
    <BoardContext value={work}>
      <BoardBody onHold={live.hold} />
      {asking
        ? askResolution({
            number: asking.card.number,
            type: asking.card.type,
            onClose: () => setAsking(null),
            onResolve: (resolution) => {
              setAsking(null);
              void run(asking.card, asking.to, resolution);
            },
          })
        : null}
    </BoardContext>
  );
}

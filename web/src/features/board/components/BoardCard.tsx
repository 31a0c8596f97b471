import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { ActionIcon } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type KeyboardEvent, memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import type { Card } from '@/features/board/api/boards';
import type { Place } from '@/features/board/lib/cards';
import { cx } from '@/shared/lib/cx';
import { Avatar, Nobody } from '@/shared/ui/Avatar';
import { Fuse } from '@/shared/ui/Fuse';
import { Icon } from '@/shared/ui/Icon';
import { Priority } from '@/shared/ui/Priority';
import { Status } from '@/shared/ui/Status';

import classes from './Board.module.css';
import { useBoardWork } from './boardContext';
import { MoveMenu } from './MoveMenu';
import { focusNeighbour, useCardKeys } from './useCardKeys';

type Props = { card: Card; place: Place };

const isMenuKey = ({ key, shiftKey }: KeyboardEvent) =>
  key === 'ContextMenu' || (key === 'F10' && shiftKey);

/** One ticket on the board: open it, drag it, or move it by its menu or by keys. */
export const BoardCard = memo(function BoardCard({ card, place }: Props) {
  const { t } = useTranslation(['board', 'common']);
  const { board, mayMove, dragging, menuOf, openMenu, tinted } = useBoardWork();
  const element = useRef<HTMLLIElement>(null);
  const step = useCardKeys(card, place);

  useEffect(() => {
    if (!element.current || !mayMove) return;
    return draggable({
      element: element.current,
      getInitialData: () => ({ card: card.id }),
    });
  }, [card.id, mayMove]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (menuOf !== null) return;
    if (isMenuKey(event) && mayMove) {
      event.preventDefault();
      openMenu(card.id);
      return;
    }
    if (!event.key.startsWith('Arrow')) return;
    event.preventDefault();
    if (event.shiftKey) step(event.key);
    else focusNeighbour(element.current, event.key);
  };
  const due = card.next_due_at ?? card.due_at;
  const ended = card.resolved_at ?? card.closed_at;
  return (
    <li
      ref={element}
      className={cx(
        classes.card,
        mayMove && classes.movable,
        dragging?.id === card.id && classes.lifted,
        tinted.has(card.id) && classes.tinted,
      )}
      data-card={card.id}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => {
        if (!mayMove) return;
        event.preventDefault();
        openMenu(card.id);
      }}
    >
      <div className={classes.cardLine}>
        {board.column_field === 'status' ? null : <Status status={card.status} shapeOnly />}
        <span className="key muted small">{card.number}</span>
        <span className={classes.end}>
          {mayMove ? (
            <MoveMenu card={card} place={place}>
              <ActionIcon
                size="xs"
                className={classes.cardMenu}
                aria-label={t('moveTicket', { number: card.number })}
              >
                <Icon of={IconDots} size="s" />
              </ActionIcon>
            </MoveMenu>
          ) : null}
          {card.assignee ? <Avatar name={card.assignee.name} /> : <Nobody />}
        </span>
      </div>
      <Link
        to="/app/tickets/$ref"
        params={{ ref: card.number }}
        className={classes.cardTitle}
        preload={false}
        draggable={false}
        aria-describedby={mayMove ? 'board-keys' : undefined}
      >
        {card.title}
      </Link>
      <div className={classes.cardLine}>
        <Priority priority={card.priority} />
        <span className={classes.end}>
          {due && !ended ? (
            <Fuse dueAt={due} startedAt={card.created_at} pausedFor={card.sla_paused_for} />
          ) : null}
        </span>
      </div>
    </li>
  );
});

import { useTranslation } from 'react-i18next';

import type { BoardCards, Cell, Column } from '@/features/board/api/boards';
import { NONE } from '@/features/board/lib/cards';
import { cx } from '@/shared/lib/cx';

import classes from './Board.module.css';
import { BoardCell, ColumnHead, Heading } from './BoardColumn';
import { useBoardWork } from './boardContext';

const cellOf = ({ cells }: Column, lane: string): Cell =>
  cells.find((cell) => cell.lane === lane) ?? { lane, count: 0, cards: [] };

/** Rows of the board; one without a name when it has no lanes. */
const lanesOf = ({ lane_field, lanes }: BoardCards) =>
  lane_field === NONE || lanes.length === 0 ? [{ value: NONE, label: null }] : lanes;

type Props = { onHold: (held: boolean) => void };

/** Columns beside each other, lanes below each other; scrolls in both directions. */
export function BoardBody({ onHold }: Props) {
  const { t } = useTranslation('board');
  const { board, wordsFor, mayMove } = useBoardWork();
  const lanes = lanesOf(board);
  const hasLanes = board.lane_field !== NONE && board.lanes.length > 0;
  const nameOf = ({ value, label }: Column) => wordsFor(board.column_field, value, label ?? null);
  return (
    <section
      className={cx(classes.board, hasLanes && classes.withLanes)}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the keys
      tabIndex={0}
      aria-label={t('region', { name: board.board.name })}
      data-board=""
      style={{ ['--columns' as string]: board.columns.length }}
      onPointerEnter={({ pointerType }) => pointerType === 'mouse' && onHold(true)}
      onPointerLeave={() => onHold(false)}
    >
      {mayMove ? (
        <p id="board-keys" className="unseen">
          {t('keysHelp')}
        </p>
      ) : null}
      {board.columns.map((column) => (
        <ColumnHead key={column.value} column={column} />
      ))}
      {lanes.map((lane) => {
        const words = wordsFor(board.lane_field, lane.value, lane.label ?? null);
        return (
          <div key={lane.value} className={classes.lane}>
            {hasLanes ? (
              <h3 className={classes.laneHead}>
                <Heading field={board.lane_field} value={lane.value} label={lane.label ?? null} />
              </h3>
            ) : null}
            {board.columns.map((column) => (
              <BoardCell
                key={column.value}
                column={column}
                cell={cellOf(column, lane.value)}
                label={hasLanes ? `${nameOf(column)}, ${words}` : nameOf(column)}
              />
            ))}
          </div>
        );
      })}
    </section>
  );
}

import { Menu } from '@mantine/core';
import { IconCheck, IconLock } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import type { Card } from '@/features/board/api/boards';
import { NONE, type Place } from '@/features/board/lib/cards';
import { Icon } from '@/shared/ui/Icon';

import classes from './Board.module.css';
import { useBoardWork } from './boardContext';
import { focusMoved } from './useCardKeys';

type Props = { card: Card; place: Place; children: ReactElement };

/** "Move to…": the same as dragging, for the keyboard, for touch and for a steady hand. */
export function MoveMenu({ card, place, children }: Props) {
  const { t } = useTranslation('board');
  const { menuOf, openMenu, board } = useBoardWork();
  const opened = menuOf === card.id;
  const lanes = board.lane_field === NONE ? [] : board.lanes;
  return (
    <Menu
      opened={opened}
      onChange={(open) => {
        openMenu(open ? card.id : null);
        if (!open) window.setTimeout(() => focusMoved(card.id));
      }}
      position="bottom-end"
      returnFocus={false}
    >
      <Menu.Target>{children}</Menu.Target>
      {opened ? (
        <Menu.Dropdown className={classes.moveMenu}>
          <Menu.Label>{t('moveTo')}</Menu.Label>
          {board.columns.map(({ value, label }) => (
            <MoveItem
              key={value}
              card={card}
              field={board.column_field}
              label={label ?? null}
              to={{ ...place, column: value }}
              value={value}
              here={value === place.column}
            />
          ))}
          {lanes.length > 1 ? (
            <>
              <Menu.Divider />
              <Menu.Label>{t('moveToLane')}</Menu.Label>
              {lanes.map(({ value, label }) => (
                <MoveItem
                  key={value}
                  card={card}
                  field={board.lane_field}
                  label={label ?? null}
                  to={{ ...place, lane: value }}
                  value={value}
                  here={value === place.lane}
                />
              ))}
            </>
          ) : null}
        </Menu.Dropdown>
      ) : null}
    </Menu>
  );
}

type ItemProps = {
  card: Card;
  field: string;
  value: string;
  label: string | null;
  to: Place;
  here: boolean;
};

function MoveItem({ card, field, value, label, to, here }: ItemProps) {
  const { wordsFor, refusal, move } = useBoardWork();
  const why = here ? null : refusal(card, to.column);
  const icon = here ? IconCheck : IconLock;
  return (
    <Menu.Item
      disabled={here || why !== null}
      rightSection={here || why ? <Icon of={icon} size="s" /> : null}
      onClick={() => move(card, to)}
    >
      {wordsFor(field, value, label)}
      {why ? <span className={classes.why}>{why}</span> : null}
    </Menu.Item>
  );
}

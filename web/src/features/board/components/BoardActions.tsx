import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots, IconLayoutKanban, IconList, IconPlus, IconSettings } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { type Board, choiceFieldsQuery } from '@/features/board/api/boards';
import { type BoardSearch, LANES, type LaneField } from '@/features/board/lib/search';
import { useMay } from '@/shared/api/me';
import { Icon } from '@/shared/ui/Icon';
import { Segmented } from '@/shared/ui/Segmented';

import classes from './Board.module.css';
import { useFieldWords } from './useFieldWords';

type Props = {
  boards: readonly Board[];
  board: Board;
  columns: string;
  lanes: LaneField;
  onSearch: (search: BoardSearch) => void;
  onEdit: (editing: { board: Board | null }) => void;
  onList: () => void;
};

type ChoiceProps = {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onPick: (value: string) => void;
};

/** A button that says what is chosen and opens the other choices. */
function Choice({ label, value, options, onPick }: ChoiceProps) {
  const chosen = options.find((option) => option.value === value)?.label ?? value;
  return (
    <Menu>
      <Menu.Target>
        <Button>
          <span className={classes.choice}>{label}</span>
          {chosen}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={value} onChange={(next) => onPick(String(next))}>
          {options.map((option) => (
            <Menu.RadioItem key={option.value} value={option.value} closeMenuOnClick>
              {option.label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Which board, which columns, which lanes; and the way to the list. */
export function BoardActions(props: Props) {
  const { boards, board, columns, lanes, onSearch, onEdit, onList } = props;
  const { t } = useTranslation('board');
  const mayEdit = useMay('board:write');
  const { data: choices = [] } = useQuery(choiceFieldsQuery);
  const fields = useFieldWords(choices);
  const keep = { board: board.id };
  const pick = (next: { columns?: string; lanes?: LaneField }) => {
    const both = { columns, lanes, ...next };
    onSearch({
      ...keep,
      ...(both.columns === board.column_field ? {} : { columns: both.columns }),
      ...(both.lanes === board.lane_field ? {} : { lanes: both.lanes }),
    });
  };
  return (
    <>
      <div className={classes.choices}>
        {boards.length > 1 ? (
          <Choice
            label={t('board')}
            value={board.id}
            options={boards.map(({ id, name }) => ({ value: id, label: name }))}
            onPick={(id) => onSearch({ board: id })}
          />
        ) : null}
        <Choice
          label={t('columns')}
          value={columns}
          options={fields}
          onPick={(value) => pick({ columns: value })}
        />
        <Choice
          label={t('lanes')}
          value={lanes}
          options={LANES.map((lane) => ({ value: lane, label: t(`lane.${lane}`) }))}
          onPick={(value) => pick({ lanes: LANES.find((lane) => lane === value) ?? 'none' })}
        />
      </div>
      <Segmented
        label={t('shownAs')}
        value="board"
        onChange={onList}
        segments={[
          { value: 'list', label: t('list'), icon: IconList },
          { value: 'board', label: t('title'), icon: IconLayoutKanban },
        ]}
      />
      {mayEdit ? (
        <Menu>
          <Menu.Target>
            <ActionIcon aria-label={t('options')}>
              <Icon of={IconDots} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={<Icon of={IconSettings} size="s" />}
              onClick={() => onEdit({ board })}
            >
              {t('settings.open')}
            </Menu.Item>
            <Menu.Item
              leftSection={<Icon of={IconPlus} size="s" />}
              onClick={() => onEdit({ board: null })}
            >
              {t('newBoard')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </>
  );
}

import { ActionIcon, Button, Checkbox, Popover } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/shared/ui/Icon';
import { dropTarget, movedTo, OrderHandle } from '@/shared/ui/OrderHandle';

import { toggled } from './columns';
import classes from './TicketList.module.css';
import type { ListColumns } from './useColumns';

/** Which columns the list has, and in which order: dragged, or moved with the arrow keys. */
export function ColumnChooser({ layout }: { layout: ListColumns }) {
  const { t } = useTranslation('views');
  const { all, names, isOwn, setAll, reset } = layout;
  const shown = all.filter(({ key }) => names.has(key));
  const rest = [...names].filter(([key]) => !shown.some((column) => column.key === key));
  const move = (from: number, to: number) => setAll(movedTo(shown, from, to));
  return (
    <Popover position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon aria-label={t('columns')} title={t('columns')}>
          <Icon of={IconColumns3} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <ul className={classes.chooser} aria-label={t('columns')}>
          {shown.map((column, index) => {
            const name = names.get(column.key) ?? '';
            return (
              <li key={column.key} className={classes.choice} {...dropTarget(index, move)}>
                <Checkbox
                  size="xs"
                  label={name}
                  checked
                  disabled={column.key === 'title'}
                  onChange={() => setAll(toggled(shown, column.key))}
                />
                <OrderHandle
                  label={name}
                  index={index}
                  count={shown.length}
                  onMove={(to) => move(index, to)}
                />
              </li>
            );
          })}
          {rest.map(([key, name]) => (
            <li key={key} className={classes.choice}>
              <Checkbox
                size="xs"
                label={name}
                checked={false}
                onChange={() => setAll(toggled(shown, key))}
              />
            </li>
          ))}
        </ul>
        {isOwn ? (
          <Button size="xs" variant="subtle" onClick={reset}>
            {t('usualColumns')}
          </Button>
        ) : null}
      </Popover.Dropdown>
    </Popover>
  );
}

import { useTranslation } from 'react-i18next';

import { type Sort, type TicketSearch, wantedOf, withSort } from '@/features/tickets/lib/search';
import { HeadCell, RowHead } from '@/shared/ui/Row';
import { SelectBox } from '@/shared/ui/SelectBox';

import { ColumnResizer } from './ColumnResizer';
import { type Column, isSizable } from './columns';
import classes from './TicketList.module.css';
import type { ListColumns } from './useColumns';
import type { Ticks } from './useTicks';

type Props = {
  search: TicketSearch;
  onSearch: (search: TicketSearch) => void;
  layout: ListColumns;
  ticks: Ticks | null;
};

const SORTED_BY: Readonly<Record<string, Sort>> = {
  number: 'number',
  priority: 'priority',
  updated: 'updated',
  created: 'created',
  due: 'due',
};
const AT_END = ['updated', 'created', 'due'];
const DRAWN = ['status', 'assignee'];

type CellProps = Omit<Props, 'ticks'> & { column: Column };

function ColumnHead({ column, search, onSearch, layout }: CellProps) {
  const { key } = column;
  const { sort, direction, q } = wantedOf(search);
  const name = layout.names.get(key) ?? '';
  const by = SORTED_BY[key];
  // The best matches come first in a search.
  const order =
    by && !q
      ? {
          onSort: () => onSearch(withSort(search, by)),
          sorted: sort === by ? (`${direction}ending` as const) : undefined,
        }
      : {};
  return (
    <HeadCell
      {...order}
      end={AT_END.includes(key)}
      tool={
        isSizable(key) ? (
          <ColumnResizer column={column} name={name} onWidth={layout.setWidth} />
        ) : null
      }
    >
      {DRAWN.includes(key) ? <span className="unseen">{name}</span> : name}
    </HeadCell>
  );
}

/** Column heads; those that can order the list are buttons, and their edges can be moved. */
export function ListHead({ search, onSearch, layout, ticks }: Props) {
  const { t } = useTranslation('common');
  return (
    <RowHead columns={classes.columns}>
      <HeadCell>
        {ticks ? (
          <SelectBox
            label={t('table.selectAll')}
            checked={ticks.head.checked}
            mixed={ticks.head.mixed}
            onToggle={ticks.tickAll}
          />
        ) : null}
      </HeadCell>
      {layout.columns.map((column) => (
        <ColumnHead
          key={column.key}
          column={column}
          search={search}
          onSearch={onSearch}
          layout={layout}
        />
      ))}
    </RowHead>
  );
}

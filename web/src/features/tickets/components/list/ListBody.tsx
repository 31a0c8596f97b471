import { useMediaQuery } from '@mantine/hooks';
import { type RefObject, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { MOST_IN_BULK } from '@/features/tickets/api/bulk';
import { isNumber } from '@/features/tickets/api/list';
import { useListPresence } from '@/features/tickets/api/listPresence';
import type { TicketRow } from '@/features/tickets/api/types';
import { queryOfSearch } from '@/features/tickets/lib/savedViews';
import { wantedOf } from '@/features/tickets/lib/search';
import { useMay } from '@/shared/api/me';
import { asProblem } from '@/shared/api/problem';
import type { Density } from '@/shared/lib/preferences';
import { useDelayed } from '@/shared/lib/useDelayed';
import { BulkBar } from '@/shared/ui/BulkBar';
import { Rows } from '@/shared/ui/Row';
import { SkeletonRows } from '@/shared/ui/Skeleton';
import { Failed, NoPermission } from '@/shared/ui/States';

import { BulkActions } from './BulkActions';
import { EmptyList } from './EmptyList';
import { ListHead } from './ListHead';
import type { ListProps, MacrosFor } from './listProps';
import { TicketCard, TicketLine } from './TicketLine';
import classes from './TicketList.module.css';
import type { ListColumns } from './useColumns';
import { useOpening } from './useOpening';
import { useRowKeys } from './useRowKeys';
import type { TicketListing } from './useTicketList';
import { type Ticks, useTicks } from './useTicks';
import { VirtualRows } from './VirtualRows';

const HEIGHTS: Record<Density, number> = { compact: 30, normal: 36, comfortable: 44 };
const CARD = 102;

/** So many rows are asked for who is there; the start moves in steps. */
const IN_SIGHT = 100;
const STEP = 40;

type Props = ListProps & {
  macros: MacrosFor;
  layout: ListColumns;
  title: string;
  density: Density;
  listing: TicketListing;
  scroll: RefObject<HTMLDivElement | null>;
};

/** What stands in the place of the rows: on their way, failed, or none. */
function NoRows({ search, onSearch, listing }: Pick<Props, 'search' | 'onSearch' | 'listing'>) {
  const { t } = useTranslation('tickets');
  const { query } = listing;
  const showSkeleton = useDelayed(query.isPending);
  if (query.isError && asProblem(query.error).status === 403) {
    return <NoPermission what={t('list.what')} right={t('list.right')} />;
  }
  if (query.isError) {
    return (
      <Failed error={query.error} title={t('list.failed')} onRetry={() => void query.refetch()} />
    );
  }
  if (query.isSuccess) return <EmptyList search={search} onSearch={onSearch} />;
  // At the top, where the rows will be.
  return showSkeleton ? <SkeletonRows count={12} /> : null;
}

type RowsProps = Props & {
  ticks: Ticks;
  mayBulk: boolean;
  currentId: string | null;
  onOpen: (row: TicketRow) => void;
};

/** The rows in sight: a table, or cards on a phone. */
function DrawnRows(props: RowsProps) {
  const { title, search, onSearch, density, listing, scroll, ticks, mayBulk } = props;
  const { currentId, onOpen, layout } = props;
  const { rows, total, live } = listing;
  const isPhone = useMediaQuery('(max-width: 767px)') ?? false;
  const Line = isPhone ? TicketCard : TicketLine;
  const [first, setFirst] = useState(0);
  const here = useListPresence(rows.slice(first, first + IN_SIGHT).map(({ id }) => id));
  const keyOf = (index: number) => rows[index]?.id ?? String(index);
  return (
    <Rows label={title} rowCount={total}>
      {isPhone ? null : (
        <ListHead
          search={search}
          onSearch={onSearch}
          layout={layout}
          ticks={mayBulk ? ticks : null}
        />
      )}
      <VirtualRows
        scroll={scroll}
        count={rows.length}
        height={isPhone ? CARD : HEIGHTS[density]}
        measured={isPhone}
        keyOf={keyOf}
        current={rows.findIndex(({ id }) => id === currentId)}
        hasMore={listing.hasMore}
        onMore={listing.more}
        onFirst={(index) => setFirst(Math.floor(index / STEP) * STEP)}
      >
        {(index) => {
          const row = rows[index];
          return row ? (
            <Line
              row={row}
              index={index + 1}
              columns={layout.columns}
              here={here.get(row.id)}
              current={row.id === currentId}
              selected={ticks.ticked.has(row.id)}
              changed={live.tinted.has(row.id)}
              gone={live.gone.has(row.id)}
              ticks={mayBulk}
              onTick={ticks.tick}
              onOpen={onOpen}
            />
          ) : null;
        }}
      </VirtualRows>
    </Rows>
  );
}

/** The scrolling part of the list, with the keys that act in it and what can be done with ticks. */
export function ListBody(props: Props) {
  const { search, onSearch, listing, scroll, layout } = props;
  const { t } = useTranslation('common');
  const { rows, total } = listing;
  const mayBulk = useMay('ticket:bulk');
  const wanted = wantedOf(search);
  const ticks = useTicks(
    rows.map(({ id }) => id),
    JSON.stringify(wanted),
  );
  const opening = useOpening({ search, onSearch });
  const keys = useRowKeys({
    rows,
    ticks: mayBulk ? ticks : null,
    following: search.ticket !== undefined,
    onPanel: opening.panel,
    onPage: opening.page,
  });
  const { setCurrent } = keys;
  const onOpen = useCallback(
    (row: TicketRow) => {
      setCurrent(row.id);
      opening.open(row);
    },
    [opening.open, setCurrent],
  );
  // A search for words has an order of its own, which no filter says.
  const byFilter = !wanted.q || isNumber(wanted.q);
  const mostAtOnce = byFilter && total !== undefined && total <= MOST_IN_BULK ? total : undefined;
  const target = ticks.all ? { filter: queryOfSearch(search) } : { ids: [...ticks.ticked] };
  const count = ticks.all ? (total ?? ticks.ticked.size) : ticks.ticked.size;
  const currentId = rows.find((row) => row.number === search.ticket)?.id ?? keys.current;
  return (
    <div className={classes.frame} data-density={props.density} style={layout.style}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows move between the links inside */}
      <div ref={scroll} className={classes.scroll} onKeyDown={keys.onRowKey}>
        {rows.length > 0 ? (
          <DrawnRows
            {...props}
            ticks={ticks}
            mayBulk={mayBulk}
            currentId={currentId}
            onOpen={onOpen}
          />
        ) : (
          <div className={classes.empty}>
            <NoRows search={search} onSearch={onSearch} listing={listing} />
          </div>
        )}
        {listing.query.isFetchingNextPage ? (
          <div className={classes.bottom} role="status">
            {t('state.loading')}
          </div>
        ) : null}
      </div>
      <BulkBar
        count={count}
        total={mostAtOnce}
        allSelected={ticks.all}
        onSelectAll={ticks.tickMatching}
        onClear={ticks.clear}
      >
        <BulkActions
          target={target}
          count={count}
          rows={rows}
          macros={props.macros}
          open={keys.asked}
          onOpen={keys.setAsked}
          onDone={ticks.tickThese}
        />
      </BulkBar>
    </div>
  );
}

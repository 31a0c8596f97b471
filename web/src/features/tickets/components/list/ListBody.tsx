import { useMediaQuery } from '@mantine/hooks';
import { type RefObject, useCallback, useEffect, useState } from 'react';
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
import { Soon } from '@/shared/ui/Soon';
import { Failed, NoPermission } from '@/shared/ui/States';

import { BulkActions } from './BulkActions';
import { EmptyList } from './EmptyList';
import { GroupLine } from './GroupLine';
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
const CARD = 72;

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
  const showSkeleton = useDelayed(listing.pending);
  if (query.isError && asProblem(query.error).status === 403) {
    return <NoPermission what={t('list.what')} right="ticket:read" />;
  }
  if (query.isError) {
    return (
      <Failed error={query.error} title={t('list.failed')} onRetry={() => void query.refetch()} />
    );
  }
  if (!listing.pending) return <EmptyList search={search} onSearch={onSearch} />;
  // At the top, where the rows will be.
  return showSkeleton ? <SkeletonRows count={12} /> : null;
}

type RowsProps = Props & {
  ticks: Ticks;
  mayBulk: boolean;
  currentId: string | null;
  onOpen: (row: TicketRow) => void;
};

/** The lines to draw: rows, and between them the heads of groups where there are such. */
function useLines({ rows, groups }: TicketListing, first: number) {
  const items = groups?.items;
  const look = groups?.look;
  // biome-ignore lint/correctness/useExhaustiveDependencies: other lines may be other groups
  useEffect(() => look?.(first), [look, first, items]);
  return {
    count: items ? items.length : rows.length,
    keyOf: (index: number) => {
      const item = items?.[index];
      if (!items) return rows[index]?.id ?? String(index);
      if (item?.kind === 'row') return item.row.id;
      return item?.kind === 'head' ? `head ${item.head.value}` : `line ${index}`;
    },
    indexOf: (id: string | null) =>
      items
        ? items.findIndex((item) => item.kind === 'row' && item.row.id === id)
        : rows.findIndex((row) => row.id === id),
    /** The place among the rows of what stands at a line. */
    at: (index: number) => {
      if (!items) return index;
      return items.slice(0, index).filter(({ kind }) => kind === 'row').length;
    },
  };
}

/** The rows in sight: a table, or cards on a phone. */
function DrawnRows(props: RowsProps) {
  const { title, search, onSearch, density, listing, scroll, ticks, mayBulk } = props;
  const { currentId, onOpen, layout } = props;
  const { rows, total, live, groups } = listing;
  const isPhone = useMediaQuery('(max-width: 767px)') ?? false;
  const Line = isPhone ? TicketCard : TicketLine;
  const [first, setFirst] = useState(0);
  const lines = useLines(listing, first);
  const start = lines.at(first);
  const here = useListPresence(rows.slice(start, start + IN_SIGHT).map(({ id }) => id));
  return (
    <Rows label={title} rowCount={groups ? lines.count : total}>
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
        count={lines.count}
        height={isPhone ? CARD : HEIGHTS[density]}
        measured={isPhone}
        keyOf={lines.keyOf}
        current={lines.indexOf(currentId)}
        hasMore={listing.hasMore}
        onMore={listing.more}
        onFirst={(index) => setFirst(Math.floor(index / STEP) * STEP)}
      >
        {(index) => {
          const line = groups?.items[index];
          if (groups && line && line.kind !== 'row') {
            return <GroupLine groups={groups} line={line} search={search} onSearch={onSearch} />;
          }
          const row = line?.kind === 'row' ? line.row : rows[index];
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
        {rows.length > 0 || listing.groups?.items.length ? (
          <Soon>
            <DrawnRows
              {...props}
              ticks={ticks}
              mayBulk={mayBulk}
              currentId={currentId}
              onOpen={onOpen}
            />
          </Soon>
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

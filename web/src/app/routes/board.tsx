import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';

import type { BoardPageSearch } from '@/app/boardSearch';
import type { CardParams } from '@/features/board/api/boards';
import { BoardPage } from '@/features/board/components/BoardPage';
import type { ListFilters } from '@/features/board/lib/change';
import { readBoardSearch } from '@/features/board/lib/search';
import { isNumber, listParams } from '@/features/tickets/api/list';
import { ResolveDialog } from '@/features/tickets/components/change/dialogs';
import { ListFilters as Filters } from '@/features/tickets/components/list/ListFilters';
import { type TicketSearch, wantedOf } from '@/features/tickets/lib/search';

/** Columns say which statuses there are; a status filter acts only if somebody set one. */
const ANY = 'any';
const statusOf = ({ status }: TicketSearch) => (status === ANY ? undefined : status);

const quoted = (text: string) => JSON.stringify(text);

/** Words are looked for in title and description; the number is found by itself. */
function wordsFilter(q: string, where: string | undefined): Pick<CardParams, 'q' | 'where'> {
  if (!q) return where ? { where } : {};
  if (isNumber(q)) return { q, ...(where ? { where } : {}) };
  const words = `(title contains ${quoted(q)} or description contains ${quoted(q)})`;
  return { where: where ? `(${where}) and ${words}` : words };
}

function filtersOf(search: TicketSearch): CardParams {
  const wanted = wantedOf(search);
  const { status, sort_by: _, sort_direction: __, where, ...rest } = listParams(wanted);
  return {
    ...rest,
    ...(statusOf(search) && status ? { status } : {}),
    ...wordsFilter(wanted.q, where ?? undefined),
  };
}

/** What the list shares with the board: everything but the board's own choices. */
const filtersIn = ({ board: _, columns: __, lanes: ___, ...search }: BoardPageSearch) => search;

export function BoardRoute() {
  const search = useSearch({ from: '/app/board' });
  const navigate = useNavigate();
  const own = filtersIn(search);
  const key = JSON.stringify(own);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same filters are the same object
  const filters = useMemo(() => filtersOf(own), [key]);
  const go = (next: BoardPageSearch) => void navigate({ to: '/app/board', search: next });
  const listSearch = (more: ListFilters = {}): TicketSearch => {
    const { status: _, ...rest } = own;
    const status = statusOf(own);
    const custom = { ...own.custom, ...more.custom };
    return {
      ...rest,
      ...(status ? { status } : {}),
      ...more,
      ...(Object.keys(custom).length > 0 ? { custom } : {}),
    };
  };
  return (
    <BoardPage
      search={readBoardSearch(search)}
      onSearch={(next) => go({ ...own, ...next })}
      filters={filters}
      filterBar={
        <Filters
          search={{ ...own, status: own.status ?? ANY }}
          onSearch={({ ticket: _, ...next }) => {
            const { status, ...rest } = next;
            const kept = status === ANY ? rest : next;
            go({ ...readBoardSearch(search), ...kept });
          }}
        />
      }
      askResolution={({ number, type, onClose, onResolve }) => (
        <ResolveDialog opened what={number} type={type} onClose={onClose} onResolve={onResolve} />
      )}
      listLink={(more) => ({ to: '/app/tickets', search: listSearch(more) })}
      onList={() => void navigate({ to: '/app/tickets', search: listSearch() })}
    />
  );
}

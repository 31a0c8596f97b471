import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { customFieldsQuery } from '@/features/tickets/api/catalog';
import { useLayout } from '@/features/tickets/api/views';
import type { TicketSearch } from '@/features/tickets/lib/search';

import {
  COLUMNS,
  type Column,
  fitting,
  isKnown,
  layoutKey,
  leastWidth,
  resized,
  tracks,
  USUAL_COLUMNS,
} from './columns';
import { useCurrentView } from './ViewMenu';

const CUSTOM = 'custom.';

/** Names of all columns, custom fields included, in the order of the chooser. */
export function useColumnNames(): ReadonlyMap<string, string> {
  const { t } = useTranslation('views');
  const { data: custom } = useQuery(customFieldsQuery);
  return useMemo(() => {
    const known = COLUMNS.map((key) => [key as string, t(`column.${key}`)] as const);
    const own = (custom ?? []).map(({ key, label }) => [CUSTOM + key, label] as const);
    return new Map([...known, ...own]);
  }, [custom, t]);
}

/** The columns of this list: as the person set them, else as the view keeps them, else the usual ones. */
export function useColumns(search: TicketSearch, room: number) {
  const { view } = useCurrentView(search);
  const names = useColumnNames();
  const { columns: own, keep } = useLayout(layoutKey(search));
  const [dragged, setDragged] = useState<Column[] | null>(null);
  const ofView = view && view.columns.length > 0 ? view.columns : undefined;
  const chosen = own ?? ofView;
  const columns = useMemo(() => {
    const wanted: readonly Column[] = dragged ?? chosen ?? USUAL_COLUMNS;
    // A custom field that is gone has no column any more.
    const there = wanted.filter(({ key }) => isKnown(key) || names.has(key));
    return chosen || dragged ? there : fitting(there, room);
  }, [dragged, chosen, names, room]);
  const all: readonly Column[] = chosen ?? USUAL_COLUMNS;
  const setWidth = useCallback(
    (key: string, width: number, done: boolean) => {
      const next = resized(all, key, width);
      setDragged(done ? null : next);
      if (done) keep(next);
    },
    [all, keep],
  );
  return {
    columns,
    all,
    names,
    isOwn: own !== undefined,
    setAll: keep,
    reset: () => keep([]),
    setWidth,
    style: {
      '--ticket-columns': tracks(columns),
      '--ticket-width': chosen || dragged ? `${leastWidth(columns)}px` : '0',
    } as Record<string, string>,
  };
}

export type ListColumns = ReturnType<typeof useColumns>;

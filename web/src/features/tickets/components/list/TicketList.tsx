import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { number } from '@/shared/lib/format';
import { currentDensity } from '@/shared/lib/preferences';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';

import { ListBody } from './ListBody';
import { ListFilters } from './ListFilters';
import { ListMenu } from './ListMenu';
import type { ListProps } from './listProps';
import { NewPill } from './NewPill';
import type { TicketListing } from './useTicketList';

/** Tickets as a dense list: filter, move, tick and change without leaving it. */
export function TicketList({ search, onSearch, listing }: ListProps & { listing: TicketListing }) {
  const { t } = useTranslation(['tickets', 'common']);
  const scroll = useRef<HTMLDivElement>(null);
  const density = search.density ?? currentDensity();
  const title = t(search.view ? `common:nav.${search.view}` : 'common:nav.tickets');
  const { total, exact, live } = listing;
  const { takeIn } = live;
  const isPhone = useMediaQuery('(max-width: 767px)') ?? false;
  const menu = <ListMenu search={search} density={density} onSearch={onSearch} />;

  const onTakeIn = useCallback(() => {
    scroll.current?.scrollTo({ top: 0 });
    void takeIn();
  }, [takeIn]);

  return (
    <Page>
      <PageHead
        title={title}
        meta={
          <>
            <span role="status">
              {total === undefined
                ? null
                : t(exact ? 'list.count' : 'list.countOver', {
                    count: total,
                    shown: number(total),
                  })}
            </span>
            <NewPill count={live.waiting} onTake={onTakeIn} />
          </>
        }
        actions={isPhone ? null : menu}
      />
      <ListFilters search={search} onSearch={onSearch} end={isPhone ? menu : null} />
      <ListBody
        title={title}
        search={search}
        onSearch={onSearch}
        density={density}
        listing={listing}
        scroll={scroll}
      />
    </Page>
  );
}

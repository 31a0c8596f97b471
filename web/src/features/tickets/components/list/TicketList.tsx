import { ActionIcon } from '@mantine/core';
import { useElementSize, useMediaQuery } from '@mantine/hooks';
import { IconCode } from '@tabler/icons-react';
import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { builtIn } from '@/features/tickets/lib/search';
import { number } from '@/shared/lib/format';
import { currentDensity } from '@/shared/lib/preferences';
import { Icon } from '@/shared/ui/Icon';
import { later } from '@/shared/ui/later';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { ListBody } from './ListBody';
import { ListFilters } from './ListFilters';
import { ListMenu } from './ListMenu';
import type { ListProps, MacrosFor } from './listProps';
import { NewPill } from './NewPill';
import { PhoneFilters } from './PhoneFilters';
import { QueryText } from './QueryText';
import { useColumns } from './useColumns';
import type { TicketListing } from './useTicketList';
import { useCurrentView, ViewMenu } from './ViewMenu';

const ColumnChooser = later(() => import('./ColumnChooser'), 'ColumnChooser');

type Props = ListProps & { listing: TicketListing; macros: MacrosFor };

/** Tickets as a dense list: filter, move, tick and change without leaving it. */
export function TicketList({ search, onSearch, listing, macros }: Props) {
  const { t } = useTranslation(['tickets', 'common', 'views']);
  const scroll = useRef<HTMLDivElement>(null);
  const density = search.density ?? currentDensity();
  const { view } = useCurrentView(search);
  const { ref, width } = useElementSize();
  const layout = useColumns(search, width);
  const title = view?.name ?? t(`common:nav.${builtIn(search) ?? 'tickets'}`);
  const { total, exact, live } = listing;
  const { takeIn } = live;
  const isPhone = useMediaQuery('(max-width: 767px)') ?? false;
  const [asText, setAsText] = useState(false);
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
        actions={
          isPhone ? null : (
            <>
              <ViewMenu search={search} onSearch={onSearch} />
              <ActionIcon
                aria-label={t('views:query.show')}
                title={t('views:query.show')}
                aria-pressed={asText}
                onClick={() => setAsText(!asText)}
              >
                <Icon of={IconCode} />
              </ActionIcon>
              <ColumnChooser layout={layout} />
              {menu}
            </>
          )
        }
      />
      {isPhone ? (
        <PhoneFilters search={search} onSearch={onSearch} menu={menu} />
      ) : (
        <ListFilters search={search} onSearch={onSearch} />
      )}
      {asText && !isPhone ? <QueryText search={search} onSearch={onSearch} /> : null}
      <div ref={ref} />
      <ListBody
        title={title}
        search={search}
        onSearch={onSearch}
        density={density}
        listing={listing}
        layout={layout}
        scroll={scroll}
        macros={macros}
      />
    </Page>
  );
}

import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useTickets } from '@/features/support/api/useTickets';
import { filtersOf, type SupportSearch, sortOf } from '@/features/support/lib/search';
import { useMay } from '@/shared/api/me';
import { number } from '@/shared/lib/format';
import { Icon } from '@/shared/ui/Icon';
import { later } from '@/shared/ui/later';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { NoPermission } from '@/shared/ui/States';

import { Stats } from './Stats';
import { SupportFilters } from './SupportFilters';
import { SupportList } from './SupportList';
import classes from './SupportPage.module.css';
import { SyncLine } from './SyncLine';

const CreateTicket = later(() => import('./CreateTicket'), 'CreateTicket');

type Props = {
  search: SupportSearch;
  onSearch: (search: SupportSearch) => void;
  /** The open ticket; the ticket feature draws it. */
  detail: (open: {
    number: string;
    onStep: (steps: 1 | -1) => void;
    onClose: () => void;
  }) => ReactNode;
};

/** All tickets of IT support: how it stands, what there is, and when it was last read. */
export function SupportPage({ search, onSearch, detail }: Props) {
  const { t } = useTranslation('support');
  const sees = useMay('stats:read');
  if (!sees) {
    return (
      <Page>
        <PageHead title={t('title')} />
        <NoPermission what={t('what')} right="stats:read" />
      </Page>
    );
  }
  return <Desk search={search} onSearch={onSearch} detail={detail} />;
}

function Desk({ search, onSearch, detail }: Props) {
  const { t } = useTranslation('support');
  const mayCreate = useMay('ticket:create');
  const isPhone = useMediaQuery('(max-width: 767px)') ?? false;
  const [creating, setCreating] = useState(false);
  const tickets = useTickets(filtersOf(search), sortOf(search));
  const { total, totalExact } = tickets;
  const { ticket: open, ...rest } = search;

  const onStep = (steps: 1 | -1) => {
    const numbers = tickets.tickets.map((each) => each.number);
    const next = numbers[numbers.indexOf(open ?? '') + steps];
    if (next) onSearch({ ...search, ticket: next });
  };
  return (
    <>
      <Page scrolls>
        <PageHead
          title={t('title')}
          meta={
            total === null ? null : (
              <span role="status" className={classes.total}>
                {t(totalExact ? 'count' : 'countOver', { count: total, shown: number(total) })}
              </span>
            )
          }
          actions={
            mayCreate ? (
              <Button
                leftSection={<Icon of={IconPlus} size="s" />}
                onClick={() => setCreating(true)}
              >
                {t('create')}
              </Button>
            ) : null
          }
        />
        <Stats />
        <SupportFilters search={search} onSearch={onSearch} />
        <SyncLine tickets={tickets} />
        <SupportList
          tickets={tickets}
          search={search}
          onSearch={onSearch}
          onOpen={isPhone ? null : (number) => onSearch({ ...search, ticket: number })}
        />
      </Page>
      {open && !isPhone ? detail({ number: open, onStep, onClose: () => onSearch(rest) }) : null}
      {creating ? (
        <CreateTicket
          onClose={() => setCreating(false)}
          onCreated={(number) => {
            setCreating(false);
            if (!isPhone) onSearch({ ...search, ticket: number });
          }}
        />
      ) : null}
    </>
  );
}

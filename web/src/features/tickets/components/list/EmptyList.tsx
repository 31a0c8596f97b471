import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import {
  builtIn,
  ownFilters,
  type TicketSearch,
  withoutFilters,
} from '@/features/tickets/lib/search';
import { useMay } from '@/shared/api/me';
import { Empty } from '@/shared/ui/States';

type Props = { search: TicketSearch; onSearch: (search: TicketSearch) => void };

/** Why the list is empty: the filters hide everything, all is done, or nothing was asked yet. */
export function EmptyList({ search, onSearch }: Props) {
  const { t } = useTranslation(['tickets', 'common']);
  const mayCreate = useMay('ticket:create');
  const filters = ownFilters(search);
  if (filters > 0) {
    const title = search.q
      ? t('empty.notFound', { query: search.q })
      : t('empty.filtered', { count: filters });
    return (
      <Empty meaning="filtered" title={title} why={t('empty.filteredWhy')}>
        <Button onClick={() => onSearch(withoutFilters(search))}>{t('empty.clear')}</Button>
        {search.status === 'any' ? null : (
          <Button variant="subtle" onClick={() => onSearch({ ...search, status: 'any' })}>
            {t('empty.anyStatus')}
          </Button>
        )}
      </Empty>
    );
  }
  const view = builtIn(search);
  if (view) {
    return <Empty meaning="done" title={t(`empty.${view}`)} why={t(`empty.${view}Why`)} />;
  }
  return (
    <Empty title={t('empty.none')} why={t('empty.noneWhy')}>
      {mayCreate ? (
        <Button variant="filled" renderRoot={(props) => <Link to="/app/tickets/new" {...props} />}>
          {t('common:nav.newTicket')}
        </Button>
      ) : null}
      <Button variant="subtle" onClick={() => onSearch({ ...search, status: 'any' })}>
        {t('empty.anyStatus')}
      </Button>
    </Empty>
  );
}

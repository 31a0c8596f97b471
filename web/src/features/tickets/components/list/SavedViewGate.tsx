import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { useSavedViews } from '@/features/tickets/api/views';
import { isBareLink, searchOfView } from '@/features/tickets/lib/savedViews';
import { savedView, type TicketSearch } from '@/features/tickets/lib/search';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { SkeletonRows } from '@/shared/ui/Skeleton';
import { Empty, Failed } from '@/shared/ui/States';

type Props = {
  search: TicketSearch;
  /** Told the whole address a link to a saved view stands for. */
  onFilled: (search: TicketSearch) => void;
  children: ReactNode;
};

/** A link that names only a saved view gets its filters, before the list is shown. */
export function SavedViewGate({ search, onFilled, children }: Props) {
  const { t } = useTranslation(['views', 'common']);
  const id = savedView(search);
  const waits = id !== undefined && isBareLink(search);
  const views = useSavedViews();
  const view = views.data?.find((each) => each.id === id);
  useEffect(() => {
    if (waits && view) onFilled({ ...search, ...searchOfView(view) });
  }, [waits, view, search, onFilled]);
  if (!waits) return children;
  const failed = views.isError ? (
    <Failed error={views.error} title={t('failed')} onRetry={() => void views.refetch()} />
  ) : null;
  const gone =
    views.isSuccess && !view ? (
      <Empty meaning="filtered" title={t('gone')} why={t('goneWhy')}>
        <Button renderRoot={(props) => <Link to="/app/tickets" {...props} />}>
          {t('common:nav.tickets')}
        </Button>
      </Empty>
    ) : null;
  return (
    <Page>
      <PageHead title={view?.name ?? t('common:nav.tickets')} />
      {failed ?? gone ?? <SkeletonRows count={12} />}
    </Page>
  );
}

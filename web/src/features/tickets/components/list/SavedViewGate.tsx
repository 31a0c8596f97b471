import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useSavedViews } from '@/features/tickets/api/views';
import { defaultOf, isBareLink, searchOfView } from '@/features/tickets/lib/savedViews';
import { savedView, type TicketSearch } from '@/features/tickets/lib/search';
import { useMe } from '@/shared/api/me';
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

/** Whether the list was looked at since the page was loaded: the view of the team comes by itself once. */
let hasEntered = false;

/** A link that names only a saved view gets its filters, before the list is shown. */
export function SavedViewGate({ search, onFilled, children }: Props) {
  const { t } = useTranslation(['views', 'common']);
  const id = savedView(search);
  const waits = id !== undefined && isBareLink(search);
  const views = useSavedViews();
  const view = views.data?.find((each) => each.id === id);
  const { team_ids } = useMe();
  // Only the first look at the list in this tab: afterwards no filters means no filters.
  const [entering] = useState(() => !hasEntered && Object.keys(search).length === 0);
  const own = entering ? defaultOf(views.data ?? [], team_ids) : undefined;
  const looksUp = entering && !hasEntered && team_ids.length > 0 && views.isLoading;
  useEffect(() => {
    if (looksUp || hasEntered) return;
    hasEntered = true;
    if (own) onFilled(searchOfView(own));
  }, [looksUp, own, onFilled]);
  useEffect(() => {
    if (waits && view) onFilled({ ...search, ...searchOfView(view) });
  }, [waits, view, search, onFilled]);
  if (!waits && !looksUp) return children;
  const failed = views.isError ? (
    <Failed error={views.error} title={t('failed')} onRetry={() => void views.refetch()} />
  ) : null;
  const gone =
    waits && views.isSuccess && !view ? (
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

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { ticketIdQuery } from '@/features/tickets/api/ticket';
import { TicketPage } from '@/features/tickets/components/page/TicketPage';
import { TicketSkeleton } from '@/features/tickets/components/page/TicketSkeleton';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';

export function TicketRoute() {
  const { t } = useTranslation('tickets');
  const { ref } = useParams({ from: '/app/tickets/$ref' });
  const { at } = useSearch({ from: '/app/tickets/$ref' });
  const navigate = useNavigate();
  const queries = useQueryClient();
  const found = useQuery(ticketIdQuery(ref, queries));
  if (found.data) {
    return (
      <TicketPage
        key={found.data}
        id={found.data}
        at={at}
        onAt={(version) =>
          void navigate({
            to: '/app/tickets/$ref',
            params: { ref },
            search: version === undefined ? {} : { at: version },
            replace: true,
          })
        }
      />
    );
  }
  return (
    <Page>
      <Loaded query={found} errorTitle={t('page.failed')} skeleton={<TicketSkeleton />}>
        {() => null}
      </Loaded>
    </Page>
  );
}

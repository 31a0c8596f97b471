import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { MacroMenu } from '@/features/macros/components/MacroMenu';
import { TicketWorkSection } from '@/features/projects/components/TicketWorkSection';
import { ticketIdQuery } from '@/features/tickets/api/ticket';
import { TicketPage } from '@/features/tickets/components/page/TicketPage';
import { TicketSkeleton } from '@/features/tickets/components/page/TicketSkeleton';
import { useSteps } from '@/features/tickets/components/page/useNeighbours';
import { asProblem } from '@/shared/api/problem';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { Empty } from '@/shared/ui/States';

/** No ticket has this number, or it is not for this person. */
function Missing({ number }: { number: string }) {
  const { t } = useTranslation(['tickets', 'common']);
  return (
    <Page>
      <PageHead title={number} crumb={<Link to="/app/tickets">{t('common:nav.tickets')}</Link>} />
      <Empty meaning="filtered" title={t('page.missing', { number })} why={t('page.missingWhy')}>
        <Button renderRoot={(props) => <Link to="/app/tickets" {...props} />}>
          {t('common:state.toTickets')}
        </Button>
      </Empty>
    </Page>
  );
}

/** The macros, and where one goes after one of them. */
function TicketMacros({ id }: { id: string }) {
  const navigate = useNavigate();
  const { next, search } = useSteps(id);
  return (
    <MacroMenu
      targets={{ ids: [id] }}
      after={{ next, list: () => void navigate({ to: '/app/tickets', search }) }}
    />
  );
}

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
        actions={<TicketMacros id={found.data} />}
        more={(on) => <TicketWorkSection {...on} />}
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
  if (found.error && asProblem(found.error).status === 404) return <Missing number={ref} />;
  return (
    <Page>
      <h1 className="unseen">{ref}</h1>
      <Loaded query={found} errorTitle={t('page.failed')} skeleton={<TicketSkeleton />}>
        {() => null}
      </Loaded>
    </Page>
  );
}

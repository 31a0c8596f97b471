import { useParams } from '@tanstack/react-router';

import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';

export function TicketRoute() {
  const { ref } = useParams({ from: '/app/tickets/$ref' });
  return (
    <Page>
      <PageHead title={ref} />
    </Page>
  );
}

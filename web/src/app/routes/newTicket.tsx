import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { NewTicketForm } from '@/features/tickets/components/new/NewTicketForm';
import { useMay } from '@/shared/api/me';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { NoPermission } from '@/shared/ui/States';
import { toastDone } from '@/shared/ui/toast';

export function NewTicketRoute() {
  const { t } = useTranslation(['newTicket', 'common']);
  const navigate = useNavigate();
  const mayCreate = useMay('ticket:create');
  const created = (number: string) => {
    toastDone(t('done', { number }));
    void navigate({ to: '/app/tickets/$ref', params: { ref: number }, replace: true });
  };
  return (
    <Page>
      <PageHead
        title={t('title')}
        crumb={<Link to="/app/tickets">{t('common:nav.tickets')}</Link>}
      />
      {mayCreate ? (
        <NewTicketForm onCreated={created} onLeave={() => void navigate({ to: '/app/tickets' })} />
      ) : (
        <NoPermission what={t('what')} right="ticket:create" />
      )}
    </Page>
  );
}

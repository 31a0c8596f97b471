import { useNavigate, useParams, useSearch } from '@tanstack/react-router';

import { NewRequestPage } from '@/features/portal/components/form/NewRequestPage';
import { PortalHome } from '@/features/portal/components/home/PortalHome';
import { RequestsPage } from '@/features/portal/components/home/RequestsPage';
import { RequestPage } from '@/features/portal/components/page/RequestPage';

export const PortalHomeRoute = () => <PortalHome />;

export function PortalRequestsRoute() {
  const search = useSearch({ from: '/portal/requests' });
  const navigate = useNavigate({ from: '/portal/requests' });
  return (
    <RequestsPage
      search={search}
      onSearch={(next) => void navigate({ search: next, replace: true })}
    />
  );
}

export function PortalRequestRoute() {
  const { ref } = useParams({ from: '/portal/requests/$ref' });
  return <RequestPage key={ref} number={ref} />;
}

export function PortalNewRoute() {
  return <NewRequestPage search={useSearch({ from: '/portal/new' })} />;
}

import { useNavigate, useParams, useSearch } from '@tanstack/react-router';

import { TicketCreationForm } from '@/features/dispatch/components/TicketCreationForm';
import { TicketDashboard } from '@/features/dispatch/components/TicketDashboard';
import { JobPage } from '@/features/rca/components/JobPage';

const FROM = '/app/rca/$id';

/** An analysis with its tickets in other systems. */
export function RcaJobRoute() {
  const { id } = useParams({ from: FROM });
  const { create } = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const open = (isOpen: boolean) =>
    void navigate({ search: isOpen ? { create: true } : {}, replace: true });
  return (
    <JobPage
      key={id}
      id={id}
      tickets={(job) => (
        <TicketDashboard
          job={job.job_id}
          mayCreate={job.state === 'completed'}
          onCreate={() => open(true)}
        />
      )}
      side={(job) =>
        create && job.state === 'completed' ? (
          <TicketCreationForm job={job.job_id} onClose={() => open(false)} />
        ) : null
      }
    />
  );
}

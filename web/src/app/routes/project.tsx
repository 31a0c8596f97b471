import { useParams } from '@tanstack/react-router';

import { ProjectPage } from '@/features/projects/components/ProjectPage';
import { TicketPick } from '@/features/tickets/components/page/TicketPick';

/** A project with the tickets that belong to it. */
export function ProjectRoute() {
  const { ref: id } = useParams({ from: '/app/projects/$ref' });
  return (
    <ProjectPage
      key={id}
      id={id}
      ticketSearch={(label, onPick) => (
        <TicketPick label={label} except="" onPick={(ticket) => onPick(ticket.id)} />
      )}
    />
  );
}

import { onDemand } from '@/shared/ui/later';

/** How a ticket ended. */
export const ResolveDialog = onDemand(
  () => import('./ResolveDialog'),
  'ResolveDialog',
  ({ opened }) => opened,
);

/** Which tickets did not take a change. */
export const RefusalsDialog = onDemand(
  () => import('./RefusalsDialog'),
  'RefusalsDialog',
  ({ refusals }) => refusals !== null,
);

/** Two people changed the same field. */
export const ConflictDialog = onDemand(
  () => import('@/features/tickets/components/page/ConflictDialog'),
  'ConflictDialog',
  ({ editing }) => editing.conflict !== null,
);

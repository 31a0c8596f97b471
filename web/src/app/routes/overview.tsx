import { useNavigate, useSearch } from '@tanstack/react-router';

import { OverviewPage } from '@/features/overview/components/OverviewPage';
import { USUAL_SPAN } from '@/features/overview/lib/search';
import { SetupChecklist } from '@/features/setup/components/SetupChecklist';

export function OverviewRoute() {
  const { days = USUAL_SPAN } = useSearch({ from: '/app/overview' });
  const navigate = useNavigate();
  return (
    <OverviewPage
      days={days}
      below={<SetupChecklist onlyOpen />}
      onDays={(next) =>
        void navigate({
          to: '/app/overview',
          search: next === USUAL_SPAN ? {} : { days: next },
          replace: true,
        })
      }
    />
  );
}

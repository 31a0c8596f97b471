import { useTranslation } from 'react-i18next';

import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';

export function TicketsRoute() {
  const { t } = useTranslation();
  return (
    <Page>
      <PageHead title={t('nav.tickets')} />
    </Page>
  );
}

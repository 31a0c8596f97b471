import { useTranslation } from 'react-i18next';

import { PortalPage } from '@/features/portal/components/PortalPage';
import { ProfileParts } from '@/features/profile/components/ProfilePage';

import classes from './portalProfile.module.css';

/** The profile in the column of the portal. */
export function PortalProfileRoute() {
  const { t } = useTranslation('profile');
  return (
    <PortalPage title={t('title')}>
      <div className={classes.box}>
        <ProfileParts desk={false} />
      </div>
    </PortalPage>
  );
}

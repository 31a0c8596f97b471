import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { sessionsQuery, useEndSession } from '@/features/profile/api/profile';
import { deviceOf } from '@/features/profile/lib/device';
import { Loaded } from '@/shared/ui/Loaded';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { SettingsSection } from '@/shared/ui/SettingsSection';
import { Tag } from '@/shared/ui/Tag';
import { toastDone, toastFailed } from '@/shared/ui/toast';

import classes from './ProfilePage.module.css';

/** Where the person is signed in; a forgotten place can be signed out from here. */
export function Sessions() {
  const { t } = useTranslation('profile');
  const sessions = useQuery(sessionsQuery);
  const end = useEndSession();
  const signOut = (id: string) =>
    end.mutate(id, {
      onSuccess: () => toastDone(t('sessions.ended')),
      onError: (error) => toastFailed(error),
    });
  return (
    <SettingsSection title={t('sessions.title')}>
      <Loaded query={sessions}>
        {({ data }) => (
          <ul className={classes.sessions}>
            {data.map(({ id, user_agent, ip, last_seen_at, is_current }) => (
              <li key={id} className={classes.session}>
                <span className={classes.device}>
                  <span title={user_agent}>{deviceOf(user_agent)}</span>
                  <span className={classes.where}>
                    {ip}, <RelativeTime when={last_seen_at} />
                  </span>
                </span>
                {is_current ? (
                  <Tag tone="accent">{t('sessions.this')}</Tag>
                ) : (
                  <Button size="xs" onClick={() => signOut(id)}>
                    {t('sessions.end')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </SettingsSection>
  );
}

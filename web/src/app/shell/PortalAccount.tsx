import { Menu, useMantineColorScheme } from '@mantine/core';
import { IconLogout, IconUserCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useSignOut } from '@/app/shell/useSignOut';
import { forgetPerson } from '@/features/portal/lib/remembered';
import { useMe } from '@/shared/api/me';
import { mantineScheme, SCHEMES, schemeOf } from '@/shared/lib/preferences';
import { Avatar } from '@/shared/ui/Avatar';
import { Icon } from '@/shared/ui/Icon';
import { Segmented } from '@/shared/ui/Segmented';

import classes from './Portal.module.css';

/** The person at the top: look, profile, way out. */
export function PortalAccount() {
  const { t } = useTranslation();
  const { person } = useMe();
  const signOut = useSignOut();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const leave = () => {
    forgetPerson();
    void signOut();
  };
  return (
    <Menu width={236}>
      <Menu.Target>
        <button
          type="button"
          className={classes.account}
          aria-label={t('nav.account', { name: person.name })}
        >
          <Avatar name={person.name} size="large" decorative />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{person.email}</Menu.Label>
        <div className={classes.scheme}>
          <Segmented
            fullWidth
            label={t('nav.scheme')}
            value={schemeOf(colorScheme)}
            onChange={(scheme) => setColorScheme(mantineScheme(scheme))}
            segments={SCHEMES.map((value) => ({ value, label: t(`nav.${value}`) }))}
          />
        </div>
        <Menu.Divider />
        <Menu.Item
          leftSection={<Icon of={IconUserCircle} />}
          renderRoot={(props) => <Link to="/portal/profile" {...props} />}
        >
          {t('nav.profile')}
        </Menu.Item>
        <Menu.Item leftSection={<Icon of={IconLogout} />} onClick={leave}>
          {t('nav.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

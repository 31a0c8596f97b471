import { Menu } from '@mantine/core';
import { IconChevronDown, IconKeyboard, IconLogout, IconUserCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useShellDialogs } from '@/app/shell/dialogs';
import { useSignOut } from '@/app/shell/useSignOut';
import { useScheme } from '@/features/profile/api/useScheme';
import { useMe } from '@/shared/api/me';
import { SCHEMES } from '@/shared/lib/preferences';
import { Avatar } from '@/shared/ui/Avatar';
import { Icon } from '@/shared/ui/Icon';
import { Segmented } from '@/shared/ui/Segmented';

import classes from './SideNav.module.css';

/** The signed-in person: preferences, keys, way out. */
export function AccountMenu() {
  const { t } = useTranslation();
  const { person } = useMe();
  const { open } = useShellDialogs();
  const signOut = useSignOut();
  const { scheme, choose } = useScheme();
  return (
    <Menu position="top-start" width={236}>
      <Menu.Target>
        <button
          type="button"
          className={classes.item}
          aria-label={t('nav.account', { name: person.name })}
        >
          <Avatar name={person.name} size="small" decorative />
          <span className="truncate">{person.name}</span>
          <Icon of={IconChevronDown} size="xs" className={classes.chevron} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{person.email}</Menu.Label>
        <div className={classes.scheme}>
          <Segmented
            fullWidth
            label={t('nav.scheme')}
            value={scheme}
            onChange={choose}
            segments={SCHEMES.map((value) => ({ value, label: t(`nav.${value}`) }))}
          />
        </div>
        <Menu.Divider />
        <Menu.Item
          leftSection={<Icon of={IconUserCircle} />}
          renderRoot={(props) => <Link to="/app/settings/profile" {...props} />}
        >
          {t('nav.profile')}
        </Menu.Item>
        <Menu.Item leftSection={<Icon of={IconKeyboard} />} onClick={() => open('keys')}>
          {t('nav.keys')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon of={IconLogout} />} onClick={() => void signOut()}>
          {t('nav.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

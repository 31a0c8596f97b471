import { Checkbox } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Permission } from '@/features/tokens/api/tokens';
import { useMe } from '@/shared/api/me';
import { groupPermissions, usePermissionName } from '@/shared/lib/permissions';

import classes from './TokensPage.module.css';

type Props = {
  chosen: readonly Permission[];
  onChange: (chosen: Permission[]) => void;
  error?: ReactNode;
};

/** What a token may do: never more than the person who makes it. */
export function ScopeChoice({ chosen, onChange, error }: Props) {
  const { t } = useTranslation(['permissions', 'tokens']);
  const { permissions } = useMe();
  const nameOf = usePermissionName();
  const toggle = (permission: Permission) =>
    onChange(
      chosen.includes(permission)
        ? chosen.filter((each) => each !== permission)
        : [...chosen, permission],
    );
  return (
    <fieldset className={classes.scopes}>
      <legend className="unseen">{t('tokens:new.scopes')}</legend>
      {groupPermissions(permissions).map((group) => (
        <div key={group.subject}>
          <h3 className={classes.group}>{t(`group.${group.subject}`)}</h3>
          <div className={classes.choices}>
            {(group.permissions as Permission[]).map((permission) => (
              <Checkbox
                key={permission}
                label={nameOf(permission)}
                checked={chosen.includes(permission)}
                onChange={() => toggle(permission)}
              />
            ))}
          </div>
        </div>
      ))}
      {error ? (
        <p className={classes.problem} role="alert">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}

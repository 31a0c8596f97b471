import { IconCheck, IconMinus } from '@tabler/icons-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';

import type { Permission, Role } from '@/features/roles/api/roles';
import { type Draft, may } from '@/features/roles/lib/draft';
import { cx } from '@/shared/lib/cx';
import { groupPermissions, usePermissionName } from '@/shared/lib/permissions';
import { Icon } from '@/shared/ui/Icon';
import { SelectBox } from '@/shared/ui/SelectBox';

import classes from './RolesPage.module.css';

type Props = {
  roles: readonly Role[];
  permissions: readonly Permission[];
  draft: Draft;
  /** Not given to those who may only read. */
  onTurn?: ((role: string, permission: string) => void) | undefined;
  onReset?: ((role: Role) => void) | undefined;
};

type CellProps = { role: Role; permission: Permission } & Pick<Props, 'draft' | 'onTurn'>;

function Cell({ role, permission, draft, onTurn }: CellProps) {
  const { t } = useTranslation(['roles', 'common']);
  const nameOf = usePermissionName();
  const allowed = may(draft, role, permission);
  const label = t('may', {
    role: t(`common:role.${role.role}`),
    permission: nameOf(permission),
  });
  const isTurned = allowed !== role.permissions.includes(permission);
  return (
    <td className={cx(isTurned && classes.turned)}>
      <span className={classes.cell}>
        {onTurn && !role.is_fixed ? (
          <SelectBox
            label={label}
            checked={allowed}
            onToggle={() => onTurn(role.role, permission)}
          />
        ) : (
          <span
            role="img"
            aria-label={`${label}: ${allowed ? '✓' : '–'}`}
            className={allowed ? classes.yes : classes.no}
          >
            <Icon of={allowed ? IconCheck : IconMinus} />
          </span>
        )}
      </span>
    </td>
  );
}

/** A role that was changed, and the way back. */
function Customised({ role, onReset }: { role: Role } & Pick<Props, 'onReset'>) {
  const { t } = useTranslation(['roles', 'common']);
  if (!onReset) return <span className={classes.custom}>{t('customised')}</span>;
  const label = t('resetOf', { role: t(`common:role.${role.role}`) });
  return (
    <button
      type="button"
      className={classes.reset}
      aria-label={label}
      title={label}
      onClick={() => onReset(role)}
    >
      {t('reset')}
    </button>
  );
}

/** All permissions by all roles, to be read across and down. */
export function RoleMatrix({ roles, permissions, draft, onTurn, onReset }: Props) {
  const { t } = useTranslation(['roles', 'permissions', 'common']);
  const nameOf = usePermissionName();
  return (
    <table className={classes.matrix} aria-label={t('matrix')}>
      <thead>
        <tr>
          <th scope="col">{t('permission')}</th>
          {roles.map((role) => (
            <th key={role.role} scope="col">
              {t(`common:role.${role.role}`)}
              <span className={classes.people}>{t('people', { count: role.people })}</span>
              {role.is_customised ? <Customised role={role} onReset={onReset} /> : null}
            </th>
          ))}
        </tr>
      </thead>
      {groupPermissions(permissions).map(({ subject, permissions: rows }) => (
        <Fragment key={subject}>
          <tbody>
            <tr className={classes.group}>
              <th colSpan={roles.length + 1} scope="rowgroup">
                {t(`permissions:group.${subject}`)}
              </th>
            </tr>
            {(rows as Permission[]).map((permission) => (
              <tr key={permission} className={classes.row}>
                <th scope="row">{nameOf(permission)}</th>
                {roles.map((role) => (
                  <Cell
                    key={role.role}
                    role={role}
                    permission={permission}
                    draft={draft}
                    onTurn={onTurn}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </Fragment>
      ))}
    </table>
  );
}

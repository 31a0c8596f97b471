import { Button, Select } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type Role, rolesQuery, useChangeRoles, useResetRole } from '@/features/roles/api/roles';
import { changesOf, type Draft, turned } from '@/features/roles/lib/draft';
import { useMay } from '@/shared/api/me';
import { LeaveGuard } from '@/shared/forms/LeaveGuard';
import { ROLES } from '@/shared/lib/vocabulary';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { toastDone, toastFailed } from '@/shared/ui/toast';

import { RoleMatrix } from './RoleMatrix';
import classes from './RolesPage.module.css';

const NOTHING: Draft = new Set();

/** What each role may do; changes are collected and saved together. */
export function RolesPage() {
  const { t } = useTranslation(['roles', 'common']);
  const roles = useQuery(rolesQuery);
  const change = useChangeRoles();
  const mayWrite = useMay('role:write');
  const [draft, setDraft] = useState(NOTHING);
  const [picked, setPicked] = useState<string>('agent');
  const oneAtATime = useMediaQuery('(max-width: 767px)') ?? false;
  const reset = useResetRole();

  const resetRole = (role: Role) =>
    reset.mutate(role.role, {
      onSuccess: () => {
        setDraft(NOTHING);
        toastDone(t('resetDone', { role: t(`common:role.${role.role}`) }));
      },
      onError: (error) => toastFailed(error),
    });

  const save = async () => {
    if (!roles.data) return;
    try {
      await change.mutateAsync(changesOf(draft, roles.data.data, roles.data.permissions));
      setDraft(NOTHING);
      toastDone(t('saved'));
    } catch (error) {
      toastFailed(error);
    }
  };

  return (
    <Page>
      <PageHead title={t('title')} meta={t('why')} />
      {mayWrite ? <p className={classes.hint}>{t('fixed')}</p> : null}
      {oneAtATime ? (
        <Select
          className={classes.pick}
          aria-label={t('role')}
          allowDeselect={false}
          data={ROLES.map((value) => ({ value, label: t(`common:role.${value}`) }))}
          value={picked}
          onChange={(role) => setPicked(role ?? picked)}
        />
      ) : null}
      <Loaded query={roles}>
        {({ data, permissions }) => (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the keys
          <section className={classes.scroll} tabIndex={0} aria-label={t('matrix')}>
            <RoleMatrix
              roles={oneAtATime ? data.filter(({ role }) => role === picked) : data}
              permissions={permissions}
              draft={draft}
              onTurn={
                mayWrite
                  ? (role, permission) => setDraft((old) => turned(old, role, permission))
                  : undefined
              }
              onReset={mayWrite ? resetRole : undefined}
            />
          </section>
        )}
      </Loaded>
      {draft.size > 0 ? (
        <div className={classes.foot}>
          <span role="status">{t('changed', { count: draft.size })}</span>
          <Button onClick={() => setDraft(NOTHING)}>{t('common:action.discard')}</Button>
          <Button variant="filled" loading={change.isPending} onClick={() => void save()}>
            {t('common:action.save')}
          </Button>
        </div>
      ) : null}
      <LeaveGuard when={draft.size > 0} />
    </Page>
  );
}

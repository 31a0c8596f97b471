import { ActionIcon, Button, Checkbox, Popover } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type Person, useJoinTeam, useLeaveTeam } from '@/features/people/api/people';
import { teamsQuery } from '@/shared/api/directory';
import { useMay } from '@/shared/api/me';
import { cx } from '@/shared/lib/cx';
import { Icon } from '@/shared/ui/Icon';
import { PickList } from '@/shared/ui/PickList';
import { toastFailed } from '@/shared/ui/toast';

import classes from './PersonPanel.module.css';

function AddTeam({ person, onPick }: { person: Person; onPick: (team: string) => void }) {
  const { t } = useTranslation('people');
  const [open, setOpen] = useState(false);
  const teams = useQuery({ ...teamsQuery, enabled: open });
  const taken = new Set(person.teams.map(({ id }) => id));
  const free = (teams.data?.data ?? []).filter(
    ({ id, kind, is_active }) => is_active && kind !== 'department' && !taken.has(id),
  );
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant="subtle"
          leftSection={<Icon of={IconPlus} size="s" />}
          onClick={() => setOpen(!open)}
        >
          {t('edit.addTeam')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <PickList
          label={t('edit.addTeam')}
          options={free.map(({ id, name }) => ({ value: id, label: name }))}
          selected={[]}
          loading={teams.isPending}
          onPick={(team) => {
            setOpen(false);
            onPick(team);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

/** The teams of a person; changes hold at once. */
export function TeamList({ person }: { person: Person }) {
  const { t } = useTranslation('people');
  const mayWrite = useMay('team:write');
  const join = useJoinTeam();
  const leave = useLeaveTeam();
  const put = (team: string, isLead: boolean) =>
    join.mutate({ team, person: person.id, isLead }, { onError: (error) => toastFailed(error) });
  const remove = (team: string) =>
    leave.mutate({ team, person: person.id }, { onError: (error) => toastFailed(error) });

  return (
    <section className={classes.part}>
      <div className={classes.heading}>
        <h3>{t('edit.teams')}</h3>
        {mayWrite ? <AddTeam person={person} onPick={(team) => put(team, false)} /> : null}
      </div>
      {person.teams.length === 0 ? <p className="muted">{t('edit.noTeams')}</p> : null}
      <ul>
        {person.teams.map(({ id, name, is_lead }) => (
          <li key={id} className={classes.line}>
            <span className={cx(classes.name, 'truncate')}>{name}</span>
            <Checkbox
              label={t('edit.lead')}
              aria-label={t('edit.leadOf', { team: name })}
              checked={is_lead}
              disabled={!mayWrite}
              onChange={() => put(id, !is_lead)}
            />
            {mayWrite ? (
              <ActionIcon
                size="sm"
                aria-label={t('edit.leave', { team: name })}
                onClick={() => remove(id)}
              >
                <Icon of={IconX} size="s" />
              </ActionIcon>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

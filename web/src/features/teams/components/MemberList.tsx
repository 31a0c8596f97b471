import { ActionIcon, Button, Checkbox, Popover } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { membersQuery, type Team, useJoin, useRemoveMember } from '@/features/teams/api/teams';
import { peopleChoicesQuery } from '@/shared/api/directory';
import { useMay } from '@/shared/api/me';
import { PersonName } from '@/shared/ui/Avatar';
import { Icon } from '@/shared/ui/Icon';
import { Loaded } from '@/shared/ui/Loaded';
import { PickList } from '@/shared/ui/PickList';
import { toastFailed } from '@/shared/ui/toast';

import classes from './TeamsPage.module.css';

function AddMember({ onPick }: { onPick: (person: string) => void }) {
  const { t } = useTranslation('teams');
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [query] = useDebouncedValue(typed, 200);
  const people = useQuery({ ...peopleChoicesQuery(query), enabled: open });
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant="subtle"
          leftSection={<Icon of={IconPlus} size="s" />}
          onClick={() => setOpen(!open)}
        >
          {t('members.add')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <PickList
          label={t('members.add')}
          options={(people.data?.data ?? []).map(({ id, name }) => ({
            value: id,
            label: name,
            view: <PersonName name={name} />,
          }))}
          selected={[]}
          loading={people.isFetching}
          onSearch={setTyped}
          onPick={(person) => {
            setOpen(false);
            onPick(person);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

/** Who is in the team; changes hold at once. */
export function MemberList({ team }: { team: Team }) {
  const { t } = useTranslation('teams');
  const mayWrite = useMay('team:write');
  const members = useQuery(membersQuery(team.id));
  const join = useJoin(team.id);
  const remove = useRemoveMember(team.id);
  const onError = (error: unknown) => toastFailed(error);
  const put = (person: string, is_lead: boolean) =>
    join.mutate({ person_ids: [person], is_lead }, { onError });

  return (
    <section className={classes.part}>
      <div className={classes.heading}>
        <h3>{t('members.title')}</h3>
        {mayWrite ? <AddMember onPick={(person) => put(person, false)} /> : null}
      </div>
      <Loaded query={members}>
        {({ data }) => (
          <>
            {data.length === 0 ? <p className="muted">{t('members.empty')}</p> : null}
            <ul>
              {data.map(({ id, name, is_lead }) => (
                <li key={id} className={classes.member}>
                  <span className={classes.memberName}>
                    <PersonName name={name} />
                  </span>
                  <Checkbox
                    label={t('members.lead')}
                    aria-label={t('members.leadOf', { name })}
                    checked={is_lead}
                    disabled={!mayWrite}
                    onChange={() => put(id, !is_lead)}
                  />
                  {mayWrite ? (
                    <ActionIcon
                      size="sm"
                      aria-label={t('members.remove', { name })}
                      onClick={() => remove.mutate(id, { onError })}
                    >
                      <Icon of={IconX} size="s" />
                    </ActionIcon>
                  ) : null}
                </li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
    </section>
  );
}

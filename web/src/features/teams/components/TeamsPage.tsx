import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import type { Team } from '@/features/teams/api/teams';
import type { TeamsSearch } from '@/features/teams/lib/search';
import { teamsQuery } from '@/shared/api/directory';
import { useMay } from '@/shared/api/me';
import { number } from '@/shared/lib/format';
import { Icon } from '@/shared/ui/Icon';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { type Column, SettingsTable } from '@/shared/ui/SettingsTable';
import { Empty } from '@/shared/ui/States';
import { Tag } from '@/shared/ui/Tag';

import { NewTeamPanel } from './NewTeamPanel';
import { TeamPanel } from './TeamPanel';
import classes from './TeamsPage.module.css';

const FROM = '/app/settings/teams';

function useColumns(onOpen: (id: string) => void): Column<Team>[] {
  const { t } = useTranslation('teams');
  return [
    {
      key: 'name',
      head: t('column.name'),
      cell: (team) => (
        <span className={classes.name}>
          <span>
            <button type="button" className={classes.open} onClick={() => onOpen(team.id)}>
              {team.name}
            </button>
            {team.description ? (
              <span className={classes.description}>{team.description}</span>
            ) : null}
          </span>
          {team.is_active ? null : <Tag>{t('off')}</Tag>}
        </span>
      ),
    },
    { key: 'kind', head: t('column.kind'), cell: ({ kind }) => t(`kind.${kind}`) },
    {
      key: 'leads',
      head: t('column.leads'),
      drops: 'first',
      cell: ({ leads }) => leads.map(({ name }) => name).join(', ') || null,
    },
    {
      key: 'members',
      head: t('column.members'),
      narrow: true,
      end: true,
      cell: ({ member_count }) => <span className="num">{number(member_count)}</span>,
    },
  ];
}

/** Teams, departments and assignment groups; one of them open at the side. */
export function TeamsPage() {
  const { t } = useTranslation('teams');
  const search = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const mayWrite = useMay('team:write');
  const teams = useQuery(teamsQuery);
  const items = teams.data?.data;
  const open = items?.find(({ id }) => id === search.team);

  const show = (next: TeamsSearch) => void navigate({ search: next, replace: true });
  const columns = useColumns((team) => show({ team }));
  const addButton = (
    <Button
      variant={search.team || search.add ? 'default' : 'filled'}
      leftSection={<Icon of={IconPlus} />}
      onClick={() => show({ add: true })}
    >
      {t('add')}
    </Button>
  );

  return (
    <>
      <Page scrolls>
        <PageHead
          title={t('title')}
          meta={items ? t('count', { count: items.length }) : null}
          actions={mayWrite && items?.length !== 0 ? addButton : null}
        />
        <Loaded query={teams}>
          {({ data }) =>
            data.length === 0 ? (
              <Empty title={t('empty.title')} why={t('empty.why')}>
                {mayWrite ? addButton : null}
              </Empty>
            ) : (
              <SettingsTable
                label={t('title')}
                columns={columns}
                items={data}
                itemKey={({ id }) => id}
                isOff={({ is_active }) => !is_active}
              />
            )
          }
        </Loaded>
      </Page>
      {open ? <TeamPanel key={open.id} team={open} onClose={() => show({})} /> : null}
      {search.add && mayWrite ? (
        <NewTeamPanel onClose={() => show({})} onAdded={(team) => show({ team })} />
      ) : null}
    </>
  );
}

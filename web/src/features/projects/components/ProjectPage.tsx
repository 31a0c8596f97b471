import { Button } from '@mantine/core';
import { IconArchive, IconArchiveOff, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type Project, projectQuery, useChangeProject } from '@/features/projects/api/projects';
import { useMay } from '@/shared/api/me';
import { asProblem } from '@/shared/api/problem';
import { calendarDay } from '@/shared/lib/format';
import { PersonName } from '@/shared/ui/Avatar';
import { Icon } from '@/shared/ui/Icon';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { Properties, Property } from '@/shared/ui/Properties';
import { AsOfBar, Empty } from '@/shared/ui/States';
import { toastDone, toastFailed } from '@/shared/ui/toast';

import { LinkedTickets, type TicketSearch } from './LinkedTickets';
import { EditProjectPanel } from './ProjectPanels';
import classes from './Projects.module.css';
import { TaskList } from './TaskList';
import { ProjectStateTag } from './words';

function Crumb() {
  const { t } = useTranslation('projects');
  return <Link to="/app/projects">{t('title')}</Link>;
}

function Facts({ project }: { project: Project }) {
  const { t } = useTranslation('projects');
  const nothing = <span className="muted">–</span>;
  return (
    <div className={classes.about}>
      <Properties>
        <Property label={t('field.state')}>
          <ProjectStateTag state={project.state} />
        </Property>
        <Property label={t('field.due')}>
          {project.due_on ? <span className="num">{calendarDay(project.due_on)}</span> : nothing}
        </Property>
        <Property label={t('field.owner')}>
          {project.owner ? <PersonName name={project.owner.name} /> : nothing}
        </Property>
        <Property label={t('field.team')}>{project.team?.name ?? nothing}</Property>
      </Properties>
      {project.description ? <p className={classes.words}>{project.description}</p> : null}
    </div>
  );
}

type PageProps = { project: Project; ticketSearch: TicketSearch };

function LoadedProject({ project, ticketSearch }: PageProps) {
  const { t } = useTranslation('projects');
  const mayWrite = useMay('project:write');
  const [editing, setEditing] = useState(false);
  const change = useChangeProject(project.id);
  const isAway = project.archived_at !== null;
  const put = (archived: boolean) =>
    change.mutate(
      { archived, version: project.version },
      {
        onSuccess: () => toastDone(t(archived ? 'away.done' : 'away.backDone')),
        onError: (error) => toastFailed(error),
      },
    );
  return (
    <>
      <Page scrolls>
        <PageHead
          title={project.name}
          meta={<span className="key">{project.key}</span>}
          crumb={<Crumb />}
          actions={
            mayWrite ? (
              <>
                <Button
                  leftSection={<Icon of={isAway ? IconArchiveOff : IconArchive} />}
                  loading={change.isPending}
                  onClick={() => put(!isAway)}
                >
                  {t(isAway ? 'away.back' : 'away.put')}
                </Button>
                <Button leftSection={<Icon of={IconPencil} />} onClick={() => setEditing(true)}>
                  {t('edit.open')}
                </Button>
              </>
            ) : null
          }
        />
        {isAway ? <AsOfBar kind="stale">{t('away.bar')}</AsOfBar> : null}
        <div className={classes.columns}>
          <Facts project={project} />
          <TaskList project={project.id} mayWrite={mayWrite && !isAway} />
          <LinkedTickets project={project.id} ticketSearch={ticketSearch} mayAdd={!isAway} />
        </div>
      </Page>
      {editing ? <EditProjectPanel project={project} onClose={() => setEditing(false)} /> : null}
    </>
  );
}

type Props = { id: string; ticketSearch: TicketSearch };

/** One project: its facts, its tasks, and the tickets that have to do with it. */
export function ProjectPage({ id, ticketSearch }: Props) {
  const { t } = useTranslation('projects');
  const found = useQuery(projectQuery(id));
  if (found.data) return <LoadedProject project={found.data} ticketSearch={ticketSearch} />;
  const isMissing = found.error && [404, 422].includes(asProblem(found.error).status);
  return (
    <Page>
      <PageHead title={t('one')} crumb={<Crumb />} />
      {isMissing ? (
        <Empty meaning="filtered" title={t('missing.title')} why={t('missing.why')}>
          <Button renderRoot={(props) => <Link to="/app/projects" {...props} />}>
            {t('missing.back')}
          </Button>
        </Empty>
      ) : (
        <Loaded query={found}>{() => null}</Loaded>
      )}
    </Page>
  );
}

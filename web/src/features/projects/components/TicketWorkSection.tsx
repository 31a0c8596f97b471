import { ActionIcon } from '@mantine/core';
import { IconChecklist, IconFolder, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import {
  useTicketAssignmentLinks,
  useTicketProjectLinks,
  type WorkLinkType,
} from '@/features/projects/api/useTicketLinks';
import { useMay } from '@/shared/api/me';
import { Icon } from '@/shared/ui/Icon';
import { later } from '@/shared/ui/later';
import { Line, Lines, Section } from '@/shared/ui/Section';
import { toastFailed } from '@/shared/ui/toast';

import classes from './TicketWorkSection.module.css';

const AddWork = later(() => import('./AddWork'), 'AddWork');

type WorkLineProps = {
  type: WorkLinkType;
  name: string;
  project: string | null;
  icon: typeof IconFolder;
  end: ReactNode;
};

function WorkLine({ type, name, project, icon, end }: WorkLineProps) {
  const { t } = useTranslation('projects');
  return (
    <Line end={end}>
      <Icon of={icon} size="s" />
      <span className={classes.kind}>{t(`link.${type}`)}</span>
      {project ? (
        <Link to="/app/projects/$ref" params={{ ref: project }} className="truncate" title={name}>
          {name}
        </Link>
      ) : (
        <span className="truncate" title={name}>
          {name}
        </span>
      )}
    </Line>
  );
}

type Props = { id: string; number: string; locked: boolean };

/** The projects and tasks that a ticket has to do with. */
export function TicketWorkSection({ id, number, locked }: Props) {
  const { t } = useTranslation('projects');
  const editable = useMay('ticket:update') && !locked;
  const projects = useTicketProjectLinks(id);
  const tasks = useTicketAssignmentLinks(id);
  const count = projects.links.length + tasks.links.length;
  const onError = (error: unknown) => toastFailed(error);
  const link = (what: 'project' | 'task', other: string, type: WorkLinkType) =>
    what === 'project' ? projects.createLink(id, other, type) : tasks.createLink(id, other, type);
  const remove = (name: string, run: () => Promise<void>) =>
    editable ? (
      <ActionIcon
        size="xs"
        aria-label={t('link.remove', { name })}
        onClick={() => void run().catch(onError)}
      >
        <Icon of={IconX} size="xs" />
      </ActionIcon>
    ) : null;
  if (count === 0 && !editable) return null;
  return (
    <Section
      title={t('link.section')}
      meta={count || null}
      addLabel={t('link.add')}
      add={
        editable
          ? (close) => (
              <AddWork
                number={number}
                onLink={(...wanted) => void link(...wanted).then(close, onError)}
              />
            )
          : undefined
      }
    >
      {count > 0 ? (
        <Lines>
          {projects.links.map(({ id: row, link_type, project }) => (
            <WorkLine
              key={row}
              type={link_type}
              name={project.name}
              project={project.id}
              icon={IconFolder}
              end={remove(project.name, () => projects.deleteLink(row))}
            />
          ))}
          {tasks.links.map(({ id: row, link_type, assignment }) => (
            <WorkLine
              key={row}
              type={link_type}
              name={assignment.title}
              project={assignment.project_id}
              icon={IconChecklist}
              end={remove(assignment.title, () => tasks.deleteLink(row))}
            />
          ))}
        </Lines>
      ) : null}
    </Section>
  );
}

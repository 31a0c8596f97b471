import { ActionIcon, Select } from '@mantine/core';
import { IconChecklist, IconFolder, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import {
  LINK_TYPES,
  useTicketAssignmentLinks,
  useTicketProjectLinks,
  type WorkLinkType,
} from '@/features/projects/api/useTicketLinks';
import { useMay } from '@/shared/api/me';
import { Icon } from '@/shared/ui/Icon';
import { Line, Lines, Section } from '@/shared/ui/Section';
import { Segmented } from '@/shared/ui/Segmented';
import { toastFailed } from '@/shared/ui/toast';

import classes from './TicketWorkSection.module.css';
import { ProjectPick, TaskPick } from './WorkPick';

type AddProps = {
  number: string;
  onLink: (what: 'project' | 'task', id: string, type: WorkLinkType) => void;
};

function AddWork({ number, onLink }: AddProps) {
  const { t } = useTranslation('projects');
  const [type, setType] = useState<WorkLinkType>('related');
  const [what, setWhat] = useState<'project' | 'task'>('project');
  return (
    <div className={classes.add}>
      <Select
        label={t('link.kind', { number })}
        data={LINK_TYPES.map((value) => ({ value, label: t(`link.${value}`) }))}
        value={type}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
        onChange={(value) => setType(LINK_TYPES.find((each) => each === value) ?? 'related')}
      />
      <Segmented
        label={t('link.what')}
        value={what}
        onChange={setWhat}
        fullWidth
        segments={[
          { value: 'project', label: t('link.project') },
          { value: 'task', label: t('link.task') },
        ]}
      />
      {what === 'project' ? (
        <ProjectPick label={t('link.project')} onPick={(id) => onLink('project', id, type)} />
      ) : (
        <TaskPick label={t('link.task')} onPick={(id) => onLink('task', id, type)} />
      )}
    </div>
  );
}

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

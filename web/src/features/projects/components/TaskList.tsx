import { ActionIcon, Button, Menu, TextInput } from '@mantine/core';
import { IconArchive, IconDots, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import {
  TASK_STATES,
  type Task,
  tasksQuery,
  useAddTask,
  useChangeTask,
} from '@/features/projects/api/projects';
import { PersonSelect } from '@/shared/forms/PersonSelect';
import { cx } from '@/shared/lib/cx';
import { calendarDay } from '@/shared/lib/format';
import { PersonName } from '@/shared/ui/Avatar';
import { Card } from '@/shared/ui/Card';
import { Icon } from '@/shared/ui/Icon';
import { Loaded } from '@/shared/ui/Loaded';
import { toastFailed, toastUndo } from '@/shared/ui/toast';

import classes from './Projects.module.css';
import { TaskStateTag } from './words';

const onError = (error: unknown) => toastFailed(error);

function NewTask({ project }: { project: string }) {
  const { t } = useTranslation('projects');
  const [title, setTitle] = useState('');
  const [assignee, setAssignee] = useState<string | null>(null);
  const [due, setDue] = useState('');
  const add = useAddTask();
  return (
    <form
      className={classes.newTask}
      onSubmit={(event) => {
        event.preventDefault();
        if (!title.trim()) return;
        add.mutate(
          {
            title: title.trim(),
            project_id: project,
            assignee_id: assignee,
            ...(due ? { due_on: due } : {}),
          },
          { onSuccess: () => setTitle(''), onError },
        );
      }}
    >
      <TextInput
        label={t('task.title')}
        value={title}
        maxLength={200}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <PersonSelect label={t('task.assignee')} value={assignee} onChange={setAssignee} />
      <TextInput
        type="date"
        label={t('task.due')}
        value={due}
        onChange={(event) => setDue(event.currentTarget.value)}
      />
      <Button type="submit" leftSection={<Icon of={IconPlus} />} loading={add.isPending}>
        {t('task.add')}
      </Button>
    </form>
  );
}

/** Every state is one step away. */
function TaskMenu({ task }: { task: Task }) {
  const { t } = useTranslation('projects');
  const change = useChangeTask();
  const away = () =>
    change.mutate(
      { id: task.id, archived: true },
      {
        onSuccess: () =>
          toastUndo(t('task.awayDone', { title: task.title }), () =>
            change.mutate({ id: task.id, archived: false }, { onError }),
          ),
        onError,
      },
    );
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon size="sm" aria-label={t('task.menu', { title: task.title })}>
          <Icon of={IconDots} size="s" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('task.state')}</Menu.Label>
        {TASK_STATES.filter((state) => state !== task.state).map((state) => (
          <Menu.Item
            key={state}
            onClick={() =>
              change.mutate({ id: task.id, state, version: task.version }, { onError })
            }
          >
            {t(`taskState.${state}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<Icon of={IconArchive} size="s" />} onClick={away}>
          {t('task.away')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

const OVER = new Set(['done', 'cancelled']);

function TaskLine({ task, mayWrite }: { task: Task; mayWrite: boolean }) {
  const { title, description, state, due_on, assignee } = task;
  return (
    <li className={cx(classes.line, classes.task)}>
      <span className={classes.state}>
        <TaskStateTag state={state} />
      </span>
      <span
        className={cx(classes.title, OVER.has(state) && classes.done)}
        title={description || title}
      >
        {title}
      </span>
      <span className={classes.facts}>
        {due_on ? <span className="num">{calendarDay(due_on)}</span> : null}
        {assignee ? <PersonName name={assignee.name} /> : null}
        {mayWrite ? <TaskMenu task={task} /> : null}
      </span>
    </li>
  );
}

type Props = { project: string; mayWrite: boolean };

/** The tasks of a project: open ones first. */
export function TaskList({ project, mayWrite }: Props) {
  const { t } = useTranslation('projects');
  const tasks = useQuery(tasksQuery(project));
  return (
    <Card title={t('task.list')} flush>
      <Loaded query={tasks}>
        {(found) =>
          found.length === 0 ? (
            <p className={classes.nothing}>{t('task.none')}</p>
          ) : (
            <ul className={classes.lines}>
              {found.map((task) => (
                <TaskLine key={task.id} task={task} mayWrite={mayWrite} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {mayWrite ? <NewTask project={project} /> : null}
    </Card>
  );
}

import { ActionIcon, Button, Checkbox, Select, Switch, TextInput } from '@mantine/core';
import {
  IconLayoutKanban,
  IconList,
  IconLock,
  IconPlayerStop,
  IconRefresh,
} from '@tabler/icons-react';
import { useState } from 'react';
import { PRIORITIES, STATUSES } from '@/shared/lib/vocabulary';
import { Avatar, AvatarStack, Nobody, PersonName } from '@/shared/ui/Avatar';
import { useConfirm } from '@/shared/ui/ConfirmDialog';
import { AddFilter, FilterChip } from '@/shared/ui/FilterChip';
import { Fuse } from '@/shared/ui/Fuse';
import { Icon } from '@/shared/ui/Icon';
import { Kbd } from '@/shared/ui/Kbd';
import { PickList } from '@/shared/ui/PickList';
import { Priority } from '@/shared/ui/Priority';
import { Segmented } from '@/shared/ui/Segmented';
import { Status } from '@/shared/ui/Status';
import { Tag } from '@/shared/ui/Tag';
import { Twin } from '@/shared/ui/Twin';
import { toastDone, toastFailed, toastUndo } from '@/shared/ui/toast';

import classes from './Gallery.module.css';
import { at, Part } from './Part';

export function Badges() {
  return (
    <Part span={classes.s5} title="Badges">
      <div className={classes.line}>
        {STATUSES.map((status) => (
          <Status key={status} status={status} />
        ))}
      </div>
      <div className={classes.line}>
        {PRIORITIES.map((priority) => (
          <Priority key={priority} priority={priority} />
        ))}
      </div>
      <div className={classes.line}>
        <Twin cap="SN" system="ServiceNow" name="INC0010482" />
        <Twin cap="SM" system="SolMan" name="8000041263" state="waiting" />
        <Twin cap="JI" system="Jira" name="OPS-447" state="conflict" />
      </div>
      <div className={classes.line}>
        <Fuse dueAt={at(340)} startedAt={at(-150)} />
        <Fuse dueAt={at(94)} startedAt={at(-180)} />
        <Fuse dueAt={at(18)} startedAt={at(-82)} />
        <Fuse dueAt={at(-12)} startedAt={at(-82)} />
        <Fuse dueAt={at(18)} startedAt={at(-82)} pausedFor="requester" />
        <Fuse dueAt={at(18)} startedAt={at(-82)} met />
      </div>
      <div className={classes.line}>
        <Avatar name="Tomas Reyk" presence="viewing" />
        <Avatar name="Jonas Ode" presence="typing" />
        <Avatar name="Robot" kind="robot" />
        <Nobody />
        <PersonName name="Mira Holm" />
        <AvatarStack>
          <Avatar name="Tomas Reyk" />
          <Avatar name="Jonas Ode" />
        </AvatarStack>
        <Tag tone="accent">VIP</Tag>
        <Tag tone="line">Resumed the clock</Tag>
      </div>
    </Part>
  );
}

export function Buttons() {
  const confirm = useConfirm();
  return (
    <Part span={classes.s3} title="Buttons">
      <div className={classes.line}>
        <Button variant="filled">Apply 43 changes</Button>
        <Button>Save draft</Button>
      </div>
      <div className={classes.line}>
        <Button variant="subtle">Discard</Button>
        <Button variant="danger" leftSection={<Icon of={IconPlayerStop} size="s" />}>
          Cancel
        </Button>
        <Button disabled>Run again</Button>
      </div>
      <div className={classes.line}>
        <Button size="xs" variant="filled">
          Send to requester
        </Button>
        <Button size="xs" variant="note" leftSection={<Icon of={IconLock} size="s" />}>
          Add internal note
        </Button>
      </div>
      <div className={classes.line}>
        <Button onClick={() => toastUndo('3 tickets set to Pending', () => undefined)}>
          Toast
        </Button>
        <Button onClick={() => toastFailed(new Error('no update right'))}>Failed</Button>
        <Button onClick={() => toastDone('Saved')}>Done</Button>
        <Button
          onClick={() =>
            void confirm({
              title: 'Revoke this token?',
              body: 'It stops at once.',
              action: 'Revoke token',
              danger: true,
            })
          }
        >
          Ask
        </Button>
        <ActionIcon aria-label="Refresh">
          <Icon of={IconRefresh} />
        </ActionIcon>
      </div>
      <div className={classes.line}>
        <Segmented
          label="View"
          value="list"
          onChange={() => undefined}
          segments={[
            { value: 'list', label: 'List', icon: IconList },
            { value: 'board', label: 'Board', icon: IconLayoutKanban },
          ]}
        />
        <Switch aria-label="on" defaultChecked />
        <Switch aria-label="off" />
        <Checkbox aria-label="on" defaultChecked />
        <Checkbox aria-label="off" />
        <Kbd>Ctrl K</Kbd>
      </div>
    </Part>
  );
}

const TEAMS = [
  'Network',
  'Workplace',
  'Access',
  'Business apps',
  'Print',
  'Mail',
  'Phones',
  'SAP',
].map((label) => ({ value: label, label }));

export function Inputs() {
  const [team, setTeam] = useState('Network');
  return (
    <Part span={classes.s4} title="Inputs">
      <div className={classes.two}>
        <TextInput label="Summary (required)" defaultValue="Rekey timer drops" />
        <Select label="Project" placeholder="Choose" data={['Alpha', 'Beta']} />
        <TextInput label="Jira URL" defaultValue="jira.example" error="Start with https://" />
        <TextInput label="Read only" value="Stored" description="Never shown again." readOnly />
      </div>
      <p />
      <div className={classes.line}>
        <FilterChip
          field="Team"
          operator="is"
          value={team}
          editValue={(close) => (
            <PickList
              label="Team"
              options={TEAMS}
              selected={[team]}
              onPick={(value) => {
                setTeam(value);
                close();
              }}
            />
          )}
          onRemove={() => undefined}
        />
        <AddFilter fields={TEAMS} onAdd={() => undefined} />
      </div>
    </Part>
  );
}

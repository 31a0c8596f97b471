import { ActionIcon, Button, Checkbox, Select, Switch, TextInput } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowUp,
  IconColumns,
  IconLayoutKanban,
  IconList,
  IconLock,
  IconPlayerStop,
  IconPlus,
  IconRefresh,
  IconUser,
} from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';

import { PRIORITIES, STATUSES } from '@/shared/lib/vocabulary';
import { Avatar, AvatarStack, Nobody, PersonName } from '@/shared/ui/Avatar';
import { BarList } from '@/shared/ui/BarList';
import { BulkBar } from '@/shared/ui/BulkBar';
import { Card } from '@/shared/ui/Card';
import { Chart } from '@/shared/ui/Chart';
import { Composer, type ComposerKind } from '@/shared/ui/Composer';
import { useConfirm } from '@/shared/ui/ConfirmDialog';
import { AddFilter, FilterChip } from '@/shared/ui/FilterChip';
import { Fuse } from '@/shared/ui/Fuse';
import { Icon } from '@/shared/ui/Icon';
import { Kbd } from '@/shared/ui/Kbd';
import { Change, KpiCard } from '@/shared/ui/KpiCard';
import { Mark } from '@/shared/ui/Mark';
import { EventLine, InternalNote, Message } from '@/shared/ui/Message';
import { PickList } from '@/shared/ui/PickList';
import { Priority } from '@/shared/ui/Priority';
import { Properties, Property } from '@/shared/ui/Properties';
import { Cell, HeadCell, Row, RowHead, Rows } from '@/shared/ui/Row';
import { Segmented } from '@/shared/ui/Segmented';
import { SelectBox } from '@/shared/ui/SelectBox';
import { SkeletonRows } from '@/shared/ui/Skeleton';
import { AsOfBar, Empty, Failed, NoPermission } from '@/shared/ui/States';
import { Status } from '@/shared/ui/Status';
import { Tag } from '@/shared/ui/Tag';
import { Twin } from '@/shared/ui/Twin';
import { toastDone, toastFailed, toastUndo } from '@/shared/ui/toast';

import classes from './Gallery.module.css';

const MINUTE = 60_000;
const at = (minutes: number) => new Date(Date.now() + minutes * MINUTE).toISOString();

function Part({
  span,
  title,
  children,
}: {
  span: string | undefined;
  title: string;
  children: ReactNode;
}) {
  return (
    <section className={span}>
      <h2 className={classes.heading}>{title}</h2>
      {children}
    </section>
  );
}

function Badges() {
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

function Buttons() {
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

function Inputs() {
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

function Composers() {
  const [kinds, setKinds] = useState<[ComposerKind, ComposerKind]>(['public', 'note']);
  const [texts, setTexts] = useState({
    public: 'Please reconnect once after 10:25.',
    note: 'Rollback is in. Watch the log until 11:00 before we close.',
  });
  return [0, 1].map((index) => (
    <Part
      key={index}
      span={classes.s6}
      title={index ? 'Composer, internal note' : 'Composer, public reply'}
    >
      <Composer
        kind={kinds[index as 0 | 1]}
        onKind={(kind) => setKinds((old) => (index ? [old[0], kind] : [kind, old[1]]))}
        texts={texts}
        onText={(kind, text) => setTexts((old) => ({ ...old, [kind]: text }))}
        onSend={() => undefined}
        recipients={
          <>
            <b>Lena Sorg</b> <span className="muted">Cc</span> 2 watchers
          </>
        }
        notifies={<b>@Aiko Kern</b>}
        aside="Draft saved 10:06"
      />
    </Part>
  ));
}

function TableRows() {
  return (
    <Part span={classes.s8} title="Rows: rest, current, selected">
      <div className={classes.frame}>
        <Rows label="Tickets" rowCount={3}>
          <RowHead columns={classes.columns}>
            <HeadCell>
              <SelectBox label="all" checked={false} mixed onToggle={() => undefined} />
            </HeadCell>
            <HeadCell />
            <HeadCell>Number</HeadCell>
            <HeadCell>Title</HeadCell>
            <HeadCell>Twin</HeadCell>
            <HeadCell>Priority</HeadCell>
            <HeadCell sorted="ascending" onSort={() => undefined}>
              SLA
            </HeadCell>
            <HeadCell />
          </RowHead>
          {[0, 1, 2].map((index) => (
            <Row
              key={index}
              columns={classes.columns}
              index={index + 1}
              current={index === 1}
              unread={index === 1}
              selected={index === 2}
            >
              <Cell>
                <SelectBox label="one" checked={index === 2} onToggle={() => undefined} />
              </Cell>
              <Cell>
                <Status status={STATUSES[index + 1] ?? 'new'} shapeOnly />
              </Cell>
              <Cell>
                <span className="key muted">DP-482{index}</span>
              </Cell>
              <Cell>
                <span className="truncate">VPN drops every 20 minutes on the Tallinn gateway</span>
              </Cell>
              <Cell>
                {index === 1 ? <Twin cap="SN" system="ServiceNow" name="INC0010482" /> : null}
              </Cell>
              <Cell>
                <Priority priority={PRIORITIES[index] ?? 'low'} />
              </Cell>
              <Cell>
                <Fuse dueAt={at(18 + index * 90)} startedAt={at(-82)} />
              </Cell>
              <Cell>{index ? <Avatar name="Mira Holm" /> : <Nobody />}</Cell>
            </Row>
          ))}
        </Rows>
      </div>
    </Part>
  );
}

function Talk() {
  return (
    <Part span={classes.s6} title="Conversation">
      <div className={`${classes.well} ${classes.stack}`}>
        <Message author="Lena Sorg" when={at(-60)} from="requester" how="to the desk, by mail">
          The tunnel drops about every 20 minutes since this morning. My whole team of 14 in the
          harbour office has it, on Wi-Fi and on cable.
        </Message>
        <EventLine icon={IconUser} when={at(-50)}>
          <b>Tomas Reyk</b> raised priority from High to <b>Critical</b>
        </EventLine>
        <InternalNote author="Tomas Reyk" when={at(-40)}>
          {' '}
          Rekey timer on gw-tll-02 is 1200 s after last night’s change.
        </InternalNote>
        <Message author="Mira Holm" when={at(-30)} from="public" how="to Lena Sorg, 2 watchers">
          Thank you, Lena. We see the drops on our side as well and are on it.
        </Message>
      </div>
    </Part>
  );
}

function Facts() {
  return (
    <Part span={classes.s3} title="Properties">
      <Properties>
        <Property label="Status" editor={() => 'editor'}>
          <Status status="in_progress" />
        </Property>
        <Property label="Priority" editor={() => 'editor'}>
          <Priority priority="critical" />
        </Property>
        <Property label="Assignee">
          <PersonName name="Mira Holm" />
        </Property>
        <Property label="Team">Network</Property>
      </Properties>
      <p />
      <Properties list>
        <Property label="Status">
          <Status status="in_progress" />
        </Property>
        <Property label="Assignee">
          <PersonName name="Mira Holm" />
        </Property>
      </Properties>
    </Part>
  );
}

const DAYS = Array.from({ length: 14 }, (_, index) => ({
  label: `${8 + index} Nov`,
  opened: 62 + ((index * 37) % 30) - (index % 7 > 4 ? 40 : 0),
  resolved: 58 + ((index * 23) % 30) - (index % 7 > 4 ? 38 : 0),
}));

function Numbers() {
  return (
    <Part span={classes.s12} title="Numbers">
      <div className={classes.stack}>
        <div className={classes.kpis}>
          <KpiCard
            label="Open tickets"
            value="214"
            spark={[3, 4, 4, 6, 5, 6, 7]}
            link={{ to: '.' }}
          >
            <Change meaning="bad">+9</Change> since yesterday, 87 in progress
          </KpiCard>
          <KpiCard
            label="Average resolution"
            value="6.4"
            unit="h"
            spark={[9, 8, 8, 6, 5]}
            link={{ to: '.' }}
          >
            <Change meaning="good">−0.8 h</Change> against the last 14 days
          </KpiCard>
          <KpiCard
            label="SLA compliance"
            value="94.2"
            unit="%"
            spark={[5, 5, 4, 5, 5]}
            link={{ to: '.' }}
          >
            <Change meaning="bad">0.8</Change> points below the 95 % target
          </KpiCard>
          <KpiCard
            label="Critical tickets"
            value="6"
            spark={[2, 1, 3, 2, 5, 4, 6]}
            sparkTone="bad"
            link={{ to: '.' }}
          >
            <Change meaning="bad">+2</Change> since 08:00, 2 critical and 4 urgent
          </KpiCard>
        </div>
        <div className={classes.two}>
          <Chart
            title="Opened and resolved"
            kind="bars"
            points={DAYS}
            totals={{ opened: 850, resolved: 857 }}
            series={[
              { key: 'opened', label: 'Opened', role: 'thing' },
              { key: 'resolved', label: 'Resolved', role: 'compared' },
            ]}
          />
          <Chart
            title="SLA compliance, %"
            kind="line"
            meta="12 weeks"
            points={DAYS.map(({ label, opened }) => ({ label, sla: 90 + opened / 12 }))}
            series={[{ key: 'sla', label: 'SLA', role: 'thing' }]}
            target={{ value: 95, label: 'Target 95' }}
            range={[88, 100]}
          />
        </div>
        <Card title="Open by status">
          <BarList
            rows={[
              { key: 'new', label: 'New', parts: [{ tone: 'blue', value: 31 }] },
              { key: 'p', label: 'In progress', parts: [{ tone: 'violet', value: 87 }] },
              {
                key: 't',
                label: 'Network',
                parts: [
                  { tone: 'red', value: 2, name: 'Critical' },
                  { tone: 'orange', value: 2, name: 'Urgent' },
                  { tone: 'gray', value: 37, name: 'Rest' },
                ],
              },
            ]}
          />
        </Card>
      </div>
    </Part>
  );
}

function States() {
  return (
    <Part span={classes.s12} title="States">
      <div className={classes.states}>
        <Empty title="No connections yet" why="Connect ServiceNow, Jira or another desk.">
          <Button variant="filled">Add connection</Button>
        </Empty>
        <Empty
          meaning="filtered"
          title="No tickets match these 3 filters"
          why="Without “Priority is Critical” there are 41."
        >
          <Button>Remove that filter</Button>
        </Empty>
        <Empty
          meaning="done"
          title="Nothing is about to breach"
          why="The next target is DP-4794 at 15:52."
        />
        <div>
          <SkeletonRows count={6} />
        </div>
        <Failed error={new Error('The report took longer than 10 s.')} onRetry={() => undefined} />
        <NoPermission what="the roles" right="role:read" />
        <AsOfBar kind="stale" action={<button type="button">Try now</button>}>
          <b>As of 08:51.</b> SolMan does not answer.
        </AsOfBar>
        <AsOfBar kind="past" action={<button type="button">Back to now</button>}>
          <b>DP-4821 as of 09:33.</b> Nothing can be changed.
        </AsOfBar>
      </div>
    </Part>
  );
}

/** Every part of the design system on one sheet. */
export function Gallery() {
  return (
    <div className={classes.page}>
      <div className={classes.top}>
        <Mark />
        <h1>Deskplane design system</h1>
        <span className="muted">Two planes: solid is ours, outlined is theirs.</span>
      </div>
      <div className={classes.grid}>
        <Badges />
        <Buttons />
        <Inputs />
        <Composers />
        <TableRows />
        <Part span={classes.s4} title="Bulk bar">
          <BulkBar count={3} total={41} onSelectAll={() => undefined} onClear={() => undefined}>
            {[IconUser, IconArrowUp, IconArrowDown, IconColumns, IconPlus].map((icon) => (
              <ActionIcon key={icon.displayName} size="sm" aria-label="action">
                <Icon of={icon} size="s" />
              </ActionIcon>
            ))}
          </BulkBar>
        </Part>
        <Talk />
        <Facts />
        <Numbers />
        <States />
      </div>
    </div>
  );
}

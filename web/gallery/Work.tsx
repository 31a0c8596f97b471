import { IconUser } from '@tabler/icons-react';
import { useState } from 'react';
import { PRIORITIES, STATUSES } from '@/shared/lib/vocabulary';
import { Avatar, Nobody, PersonName } from '@/shared/ui/Avatar';
import { Composer, type ComposerKind } from '@/shared/ui/Composer';
import { Fuse } from '@/shared/ui/Fuse';
import { EventLine, InternalNote, Message } from '@/shared/ui/Message';
import { Priority } from '@/shared/ui/Priority';
import { Properties, Property } from '@/shared/ui/Properties';
import { Cell, HeadCell, Row, RowHead, Rows } from '@/shared/ui/Row';
import { SelectBox } from '@/shared/ui/SelectBox';
import { Status } from '@/shared/ui/Status';
import { Twin } from '@/shared/ui/Twin';

import classes from './Gallery.module.css';
import { at, Part } from './Part';

export function Composers() {
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

export function TableRows() {
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

export function Talk() {
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

export function Facts() {
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

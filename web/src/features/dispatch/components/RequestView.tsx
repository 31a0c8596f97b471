import { ActionIcon } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';

import {
  type Outgoing,
  type OutsideTicket,
  outgoing,
  SYSTEMS,
} from '@/features/dispatch/lib/types';
import { Icon } from '@/shared/ui/Icon';

import classes from './Dispatch.module.css';

const KEY = /^(\s*)("(?:[^"\\]|\\.)*")(:.*)$/;
const RELATED = /(Related ServiceNow Incident: [^"\\]+)/;

function Line({ line }: { line: string }) {
  const found = KEY.exec(line);
  const value = found ? (found[3] ?? '') : line;
  const [before, marked, ...rest] = value.split(RELATED);
  return (
    <>
      {found ? found[1] : ''}
      {found ? <b>{found[2]}</b> : null}
      {before}
      {marked ? <mark>{marked}</mark> : null}
      {rest.join('')}
      {'\n'}
    </>
  );
}

type RequestProps = { request: Outgoing; step: number; cap: string; system: string };

function Request({ request, step, cap, system }: RequestProps) {
  const { t } = useTranslation(['dispatch', 'common']);
  const clipboard = useClipboard({ timeout: 3000 });
  const body = request.body ? JSON.stringify(request.body, null, 2) : '';
  const path = URL.canParse(request.url) ? new URL(request.url) : null;
  const address = path ? `${path.pathname}${path.search}` : request.url;
  return (
    <div className={classes.request}>
      <div className={classes.requestHead}>
        <span className={classes.step}>{step}</span>
        <b title={system}>{cap}</b>
        <span className={classes.address} title={request.url}>
          {request.method} {address}
        </span>
        <ActionIcon
          size="xs"
          aria-label={t(clipboard.copied ? 'common:action.copied' : 'request.copy', { step })}
          onClick={() => clipboard.copy(`${request.method} ${request.url}\n\n${body}`)}
        >
          <Icon of={clipboard.copied ? IconCheck : IconCopy} size="s" />
        </ActionIcon>
      </div>
      {body ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keys
        <pre className={classes.json} tabIndex={0}>
          {body.split('\n').map((line, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
            <Line key={place} line={line} />
          ))}
        </pre>
      ) : null}
    </div>
  );
}

/** Exactly what would leave, in order, and what would differ from what was asked. */
export function RequestView({ tickets }: { tickets: readonly OutsideTicket[] }) {
  const steps = tickets.flatMap((ticket) =>
    outgoing(ticket).map((request) => ({ ticket, request })),
  );
  return (
    <div className={classes.requests}>
      {steps.map(({ ticket, request }, place) => (
        <Request
          key={`${ticket.id} ${request.method} ${request.url}`}
          request={request}
          step={place + 1}
          cap={SYSTEMS[ticket.platform].cap}
          system={SYSTEMS[ticket.platform].name}
        />
      ))}
      {tickets.map((ticket) => (
        <Fragment key={ticket.id}>
          {ticket.notices.map((notice) => (
            <p key={String(notice.message)} className={classes.notice}>
              {SYSTEMS[ticket.platform].name}: {String(notice.message)}
            </p>
          ))}
        </Fragment>
      ))}
    </div>
  );
}

import { Button } from '@mantine/core';
import { IconCheck, IconRotate, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type Finding, useChangeFinding } from '@/features/rca/api/jobs';
import { useMay } from '@/shared/api/me';
import { cx } from '@/shared/lib/cx';
import { number } from '@/shared/lib/format';
import { Icon } from '@/shared/ui/Icon';
import { Tag } from '@/shared/ui/Tag';
import { toastFailed } from '@/shared/ui/toast';

import classes from './Rca.module.css';
import { SeverityTag } from './words';

const OURS = /^(INC|REQ|PRB|CHG|TSK|DP)-\d{1,15}$/;

/** Numbers of tickets; those of this desk lead to them. */
function Numbers({ tickets }: { tickets: readonly string[] }) {
  return (
    <span className={classes.numbers}>
      {tickets.map((ticket) =>
        OURS.test(ticket) ? (
          <Link key={ticket} to="/app/tickets/$ref" params={{ ref: ticket }} className="key">
            {ticket}
          </Link>
        ) : (
          <span key={ticket} className="key">
            {ticket}
          </span>
        ),
      )}
    </span>
  );
}

function Lines({ title, lines }: { title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <div>
      <h3>{title}</h3>
      <ul>
        {lines.map((line) => (
          <li key={line} className={classes.words}>
            {line}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Judge({ job, finding }: { job: string; finding: Finding }) {
  const { t } = useTranslation('rca');
  const change = useChangeFinding(job);
  const put = (state: Finding['state']) =>
    change.mutate(
      { id: finding.id, state, version: finding.version },
      { onError: (error) => toastFailed(error) },
    );
  if (finding.state !== 'open') {
    return (
      <div className={classes.buttons}>
        <Button
          size="xs"
          leftSection={<Icon of={IconRotate} size="s" />}
          onClick={() => put('open')}
        >
          {t('finding.reopen')}
        </Button>
      </div>
    );
  }
  return (
    <div className={classes.buttons}>
      <Button
        size="xs"
        leftSection={<Icon of={IconCheck} size="s" />}
        onClick={() => put('confirmed')}
      >
        {t('finding.confirm')}
      </Button>
      <Button size="xs" leftSection={<Icon of={IconX} size="s" />} onClick={() => put('dismissed')}>
        {t('finding.dismiss')}
      </Button>
    </div>
  );
}

function Evidence({ evidence }: { evidence: Finding['evidence'] }) {
  const { t } = useTranslation('rca');
  if (evidence.length === 0) return null;
  return (
    <div>
      <h3>{t('finding.evidence')}</h3>
      <ul>
        {evidence.map(({ text, tickets }) => (
          <li key={text} className={classes.words}>
            {text}
            {tickets && tickets.length > 0 ? <Numbers tickets={tickets} /> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Details({ job, finding }: { job: string; finding: Finding }) {
  const { t } = useTranslation('rca');
  const mayRun = useMay('rca:run');
  const said = finding.evidence.some(({ text }) => text === finding.summary);
  return (
    <div className={classes.body}>
      {finding.summary && !said ? <p className={classes.words}>{finding.summary}</p> : null}
      <Evidence evidence={finding.evidence} />
      <Lines title={t('finding.affected')} lines={finding.affected} />
      <Lines title={t('finding.recommendations')} lines={finding.recommendations} />
      {mayRun ? <Judge job={job} finding={finding} /> : null}
    </div>
  );
}

function Meter({ score, isOurs }: { score: number; isOurs: boolean }) {
  const { t } = useTranslation('rca');
  const percent = Math.round(score * 100);
  return (
    <span
      className={classes.meter}
      title={t(isOurs ? 'finding.accountsFor' : 'finding.score', { percent: number(percent) })}
    >
      {number(percent)} %
      <span className={classes.track}>
        <i style={{ width: `${percent}%` }} />
      </span>
    </span>
  );
}

type Props = { job: string; finding: Finding; place: number; startsOpen: boolean };

/** One finding: what, how strong; opened, why and what to do. */
export function FindingLine({ job, finding, place, startsOpen }: Props) {
  const { t } = useTranslation('rca');
  const [open, setOpen] = useState(startsOpen);
  const { title, summary, severity, score, state, facts } = finding;
  return (
    <li className={cx(classes.finding, state === 'dismissed' && classes.dismissed)}>
      <button
        type="button"
        className={classes.head}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <span className={classes.number}>{place}</span>
        <span>
          <span className={classes.title}>{title}</span>
          {open ? null : <span className={classes.first}>{summary}</span>}
        </span>
        <span className={cx(classes.severity, classes.buttons)}>
          {state === 'open' ? null : (
            <Tag tone={state === 'confirmed' ? 'green' : 'line'}>{t(`finding.${state}`)}</Tag>
          )}
          <SeverityTag severity={severity} />
        </span>
        {score === null ? <span /> : <Meter score={score} isOurs={facts !== null} />}
      </button>
      {open ? <Details job={job} finding={finding} /> : null}
    </li>
  );
}

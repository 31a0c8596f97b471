import { Button, Loader } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { type Job, jobQuery, useCancelJob } from '@/features/rca/api/jobs';
import { useMay } from '@/shared/api/me';
import { asProblem } from '@/shared/api/problem';
import { clockTime, dateTime, duration, number } from '@/shared/lib/format';
import { Card } from '@/shared/ui/Card';
import { Icon } from '@/shared/ui/Icon';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { Empty } from '@/shared/ui/States';
import { toastFailed } from '@/shared/ui/toast';

import { FindingLine } from './FindingLine';
import classes from './Rca.module.css';
import { JobStateTag } from './words';

function Crumb() {
  const { t } = useTranslation('rca');
  return <Link to="/app/rca">{t('title')}</Link>;
}

const MINUTE = 60_000;

/** How long it took; an analysis of a few tickets takes a moment. */
function lasting(took: number): string {
  if (took >= MINUTE) return duration(took);
  return `${number(Math.max(1, Math.round(took / 1000)))} s`;
}

function Strip({ job }: { job: Job }) {
  const { t } = useTranslation('rca');
  const took =
    job.started_at && job.finished_at
      ? Date.parse(job.finished_at) - Date.parse(job.started_at)
      : null;
  return (
    <dl className={classes.strip}>
      <div>
        <dt>{t(job.source === 'analysis' ? 'strip.strongest' : 'strip.cause')}</dt>
        <dd>{job.root_cause || t('strip.none')}</dd>
      </div>
      <div>
        <dt>{t(job.source === 'analysis' ? 'strip.accountsFor' : 'strip.confidence')}</dt>
        <dd className="num">
          {job.confidence === null ? '–' : `${number(Math.round(job.confidence * 100))} %`}
        </dd>
      </div>
      <div>
        <dt>{t('strip.users')}</dt>
        <dd className="num">{job.affected_users === null ? '–' : number(job.affected_users)}</dd>
      </div>
      <div>
        <dt>{t('strip.took')}</dt>
        <dd className="num">{took === null ? '–' : lasting(took)}</dd>
      </div>
    </dl>
  );
}

type Times = { from: string; to: string; counts: readonly number[] };

function timesOf({ measures }: Job): Times | null {
  const { from, to, counts } = measures;
  const fits = typeof from === 'string' && typeof to === 'string' && Array.isArray(counts);
  return fits && from !== to ? { from, to, counts: counts.map(Number) } : null;
}

/** When the tickets came. */
function Timeline({ times }: { times: Times }) {
  const { t } = useTranslation('rca');
  const most = Math.max(...times.counts, 1);
  const sum = times.counts.reduce((all, count) => all + count, 0);
  const label = t('timeline.label', {
    count: sum,
    from: dateTime(times.from),
    to: dateTime(times.to),
  });
  return (
    <Card title={t('timeline.title')} meta={t('timeline.meta', { count: sum })}>
      <div className={classes.bars} role="img" aria-label={label}>
        {times.counts.map((count, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
          <i key={place} style={{ height: `${(100 * count) / most}%` }} />
        ))}
      </div>
      <div className={classes.ends}>
        <span>{dateTime(times.from)}</span>
        <span>{dateTime(times.to)}</span>
      </div>
    </Card>
  );
}

function Findings({ job }: { job: Job }) {
  const { t } = useTranslation('rca');
  return (
    <Card title={t('findings.title')} meta={t('findings.meta')} flush>
      {job.findings.length === 0 ? (
        <p className={classes.nothing}>{t('findings.none')}</p>
      ) : (
        <ol className={classes.findings}>
          {job.findings.map((finding, index) => (
            <FindingLine
              key={finding.id}
              job={job.id}
              finding={finding}
              place={index + 1}
              startsOpen={index === 0}
            />
          ))}
        </ol>
      )}
    </Card>
  );
}

function Waiting({ job }: { job: Job }) {
  const { t } = useTranslation('rca');
  return (
    <div className={classes.waiting} role="status">
      <Loader size="xs" />
      {t(job.source === 'analysis' ? 'waiting.here' : 'waiting.outside', { count: job.tickets })}
    </div>
  );
}

function Result({ job }: { job: Job }) {
  const times = timesOf(job);
  if (job.state === 'queued' || job.state === 'running') return <Waiting job={job} />;
  if (job.state === 'failed') return <p className={classes.error}>{job.error}</p>;
  if (job.state === 'cancelled') return null;
  return (
    <>
      <Strip job={job} />
      {job.summary ? <p className={classes.summary}>{job.summary}</p> : null}
      <Findings job={job} />
      {times ? <Timeline times={times} /> : null}
    </>
  );
}

function Cancel({ job }: { job: Job }) {
  const { t } = useTranslation('rca');
  const cancel = useCancelJob(job.id);
  return (
    <Button
      leftSection={<Icon of={IconPlayerStop} />}
      loading={cancel.isPending}
      onClick={() => cancel.mutate(undefined, { onError: (error) => toastFailed(error) })}
    >
      {t('cancel')}
    </Button>
  );
}

type Parts = {
  /** The tickets that the analysis has in other systems; they belong to another feature. */
  tickets: (job: Job) => ReactNode;
  side: (job: Job) => ReactNode;
};

function LoadedJob({ job, tickets, side }: Parts & { job: Job }) {
  const mayRun = useMay('rca:run');
  const goesOn = job.state === 'queued' || job.state === 'running';
  const at = job.finished_at ? clockTime(job.finished_at) : undefined;
  return (
    <>
      <Page scrolls>
        <PageHead
          title={job.title}
          meta={<span className="key">{job.job_id}</span>}
          crumb={<Crumb />}
          actions={
            <>
              <JobStateTag state={job.state} at={at} />
              {goesOn && mayRun ? <Cancel job={job} /> : null}
            </>
          }
        />
        <div className={classes.columns}>
          <Result job={job} />
          {tickets(job)}
        </div>
      </Page>
      {side(job)}
    </>
  );
}

/** One analysis: the likely cause, what was found and why, and its tickets in other systems. */
export function JobPage({ id, ...parts }: Parts & { id: string }) {
  const { t } = useTranslation('rca');
  const found = useQuery(jobQuery(id));
  if (found.data) return <LoadedJob job={found.data} {...parts} />;
  const isMissing = found.error && [404, 422].includes(asProblem(found.error).status);
  return (
    <Page>
      <PageHead title={t('one')} crumb={<Crumb />} />
      {isMissing ? (
        <Empty meaning="filtered" title={t('missing.title')} why={t('missing.why')}>
          <Button renderRoot={(props) => <Link to="/app/rca" {...props} />}>
            {t('missing.back')}
          </Button>
        </Empty>
      ) : (
        <Loaded query={found}>{() => null}</Loaded>
      )}
    </Page>
  );
}

import { Button, MultiSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDownload, IconSquare } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import {
  previewQuery,
  useCancelIngestion,
  useSyncTickets,
} from '@/features/connections/api/connections';
import type { Connection, Days, Range, Run } from '@/features/connections/api/types';
import { percent } from '@/features/connections/lib/progress';
import { useMay } from '@/shared/api/me';
import { asProblem } from '@/shared/api/problem';
import { number } from '@/shared/lib/format';
import { Card } from '@/shared/ui/Card';
import { Icon } from '@/shared/ui/Icon';
import { ProgressBar } from '@/shared/ui/ProgressBar';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { Segmented } from '@/shared/ui/Segmented';
import { toastFailed } from '@/shared/ui/toast';

import classes from './ImportCard.module.css';
import { TimeLeft } from './TimeLeft';

const DAYS = ['30', '60', '90'] as const;

function Counts({ run, onShowFailures }: { run: Run; onShowFailures: (run: Run) => void }) {
  const { t } = useTranslation('connections');
  const words = (name: 'new' | 'changed' | 'unchanged' | 'failed', count: number) =>
    t(`import.${name}`, { count, shown: number(count) });
  return (
    <span className={classes.counts}>
      <span>{words('new', run.created_count)}</span>
      <span>{words('changed', run.changed_count)}</span>
      {run.unchanged_count > 0 ? <span>{words('unchanged', run.unchanged_count)}</span> : null}
      {run.failed_count > 0 ? (
        <span>
          <span className={classes.failed}>{words('failed', run.failed_count)}</span>{' '}
          <Button size="xs" variant="subtle" onClick={() => onShowFailures(run)}>
            {t('import.show')}
          </Button>
        </span>
      ) : null}
    </span>
  );
}

/** How far the running import is, and the way to stop it. */
function Running({ run, onShowFailures }: { run: Run; onShowFailures: (run: Run) => void }) {
  const { t } = useTranslation('connections');
  const mayImport = useMay('import:run');
  const cancel = useCancelIngestion(run.connection_id);
  const done = percent(run);
  const total = run.total === null ? null : number(run.total);
  return (
    <>
      <div className={classes.figures}>
        <span className={classes.read}>{number(run.read_count)}</span>
        <span className="muted">
          {total === null
            ? t('import.soFar')
            : t(run.total_exact ? 'import.of' : 'import.ofAbout', { shown: total })}
        </span>
        <span className={classes.pace}>
          {run.rate > 0 ? t('import.rate', { shown: number(Math.round(run.rate)) }) : null}
          {run.eta_seconds === null ? null : <TimeLeft seconds={run.eta_seconds} />}
        </span>
      </div>
      <ProgressBar label={t('import.title')} value={done} className={classes.bar} />
      {run.error ? (
        <p className={classes.waits} role="status">
          {run.error}{' '}
          {run.next_at ? (
            <>
              {t('import.goesOn')} <RelativeTime when={run.next_at} clock />
            </>
          ) : null}
        </p>
      ) : null}
      <div className={classes.foot}>
        <Counts run={run} onShowFailures={onShowFailures} />
        {mayImport ? (
          <Button
            size="sm"
            variant="danger"
            leftSection={<Icon of={IconSquare} size="s" />}
            loading={cancel.isPending}
            onClick={() => cancel.mutate(undefined, { onError: (error) => toastFailed(error) })}
          >
            {t('action.cancelImport')}
          </Button>
        ) : null}
      </div>
      <p className={classes.hint}>{t('import.cancelHint')}</p>
    </>
  );
}

function Matches({ connection, range }: { connection: Connection; range: Range }) {
  const { t } = useTranslation('connections');
  const [asked] = useDebouncedValue(range, 500);
  const outside = connection.credential_mode === 'agent';
  const found = useQuery({ ...previewQuery(connection.id, asked), enabled: !outside });
  if (outside) return <span className="muted">{t('import.agentCounts')}</span>;
  if (found.isError) return <span role="alert">{asProblem(found.error).message}</span>;
  if (!found.data) return <span className="muted">{t('import.counting')}</span>;
  const { total, exact } = found.data;
  if (total === null) return <span className="muted">{t('import.notCounted')}</span>;
  return (
    <span role="status">
      {t(exact ? 'import.matches' : 'import.matchesAbout', { count: total, shown: number(total) })}
    </span>
  );
}

function Start({ connection, range }: { connection: Connection; range: Range }) {
  const { t } = useTranslation('connections');
  const sync = useSyncTickets(connection.id);
  return (
    <div className={classes.foot}>
      <Matches connection={connection} range={range} />
      <Button
        variant="filled"
        leftSection={<Icon of={IconDownload} size="s" />}
        loading={sync.isPending}
        onClick={() => sync.mutate(range, { onError: (error) => toastFailed(error) })}
      >
        {t('action.import')}
      </Button>
    </div>
  );
}

type NarrowProps = {
  connection: Connection;
  by: readonly string[];
  range: Range;
  onRange: (range: Range) => void;
};

function Narrow({ connection, by, range, onRange }: NarrowProps) {
  const { t } = useTranslation('connections');
  if (by.length === 0) return null;
  const projects = connection.latest_options.projects ?? [];
  return (
    <details className={classes.narrow}>
      <summary>{t('import.narrow')}</summary>
      <div className={classes.narrowFields}>
        {by.includes('projects') && projects.length > 0 ? (
          <MultiSelect
            label={t('import.projects')}
            placeholder={range.projects.length > 0 ? '' : t('import.allProjects')}
            data={projects.map(({ key, name }) => ({ value: key ?? '', label: `${key} ${name}` }))}
            value={range.projects}
            onChange={(chosen) => onRange({ ...range, projects: chosen })}
            searchable
            clearable
          />
        ) : null}
        {by.includes('scope') ? (
          <TextInput
            label={t('import.scope')}
            description={t('import.scopeHelp')}
            value={range.scope}
            onChange={({ currentTarget }) => onRange({ ...range, scope: currentTarget.value })}
          />
        ) : null}
      </div>
    </details>
  );
}

const near = (days: unknown): Days => (days === 60 || days === 90 ? days : 30);

type Props = {
  connection: Connection;
  /** What the vendor can narrow an import by. */
  narrowedBy: readonly string[];
  running: Run | undefined;
  onShowFailures: (run: Run) => void;
};

/** Import tickets: how far back, how many that are, and how far it is. */
export function ImportCard({ connection, narrowedBy, running, onShowFailures }: Props) {
  const { t } = useTranslation('connections');
  const mayImport = useMay('import:run');
  const { config } = connection;
  const [range, setRange] = useState<Range>({
    days: near(config.lookback_days),
    projects: Array.isArray(config.projects) ? config.projects.map(String) : [],
    scope: typeof config.scope === 'string' ? config.scope : '',
  });
  if (!running && !mayImport) return null;
  const projects = running ? running.projects : range.projects;
  return (
    <Card
      title={t('import.title')}
      meta={projects.length > 0 ? projects.join(', ') : undefined}
      action={
        running ? (
          running.days === null ? null : (
            t('import.days', { count: running.days })
          )
        ) : (
          <Segmented
            label={t('import.range')}
            segments={DAYS.map((value) => ({
              value,
              label: t('import.days', { count: Number(value) }),
            }))}
            value={String(range.days) as (typeof DAYS)[number]}
            onChange={(days) => setRange({ ...range, days: near(Number(days)) })}
          />
        )
      }
    >
      {running ? (
        <Running run={running} onShowFailures={onShowFailures} />
      ) : (
        <>
          <Narrow connection={connection} by={narrowedBy} range={range} onRange={setRange} />
          <Start connection={connection} range={range} />
        </>
      )}
    </Card>
  );
}

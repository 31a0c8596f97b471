import { Button, TextInput } from '@mantine/core';
import { IconActivity, IconListDetails } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import {
  type Cluster,
  clusterQuery,
  useFindCause,
  useRename,
} from '@/features/clusters/api/clusters';
import { useMay } from '@/shared/api/me';
import { date, duration, number } from '@/shared/lib/format';
import { BarList } from '@/shared/ui/BarList';
import { Icon } from '@/shared/ui/Icon';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';
import { Status } from '@/shared/ui/Status';
import { toastDone, toastFailed } from '@/shared/ui/toast';

import classes from './Clusters.module.css';

const SECOND = 1000;
export const percent = (share: number) => `${number(Math.round(100 * share))} %`;

/** The name, which a person may write anew. */
function Name({ cluster }: { cluster: Cluster }) {
  const { t } = useTranslation(['clusters', 'common']);
  const rename = useRename(cluster);
  const [name, setName] = useState(cluster.name);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await rename.mutateAsync(name.trim());
      toastDone(t('name.done'));
    } catch (error) {
      toastFailed(error);
    }
  };
  const isNew = name.trim() !== '' && name.trim() !== cluster.name;
  return (
    <form className={classes.nameForm} onSubmit={(event) => void submit(event)}>
      <TextInput
        label={t('name.label')}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" disabled={!isNew} loading={rename.isPending}>
        {t('common:action.save')}
      </Button>
    </form>
  );
}

function Facts({ cluster }: { cluster: Cluster }) {
  const { t } = useTranslation('clusters');
  const { median_resolve_seconds: median, first_at, last_at, category, team } = cluster;
  const facts = [
    [t('fact.size'), `${number(cluster.size)} (${percent(cluster.share)})`],
    [t('fact.median'), median === null ? '–' : duration(median * SECOND)],
    [t('fact.resolved'), number(cluster.resolved)],
    [t('fact.category'), category ? `${category.name}, ${percent(category.share)}` : '–'],
    [t('fact.team'), team ? `${team.name}, ${percent(team.share)}` : '–'],
    [t('fact.span'), first_at && last_at ? `${date(first_at)} – ${date(last_at)}` : '–'],
    [t('fact.cohesion'), percent(cluster.cohesion)],
  ] as const;
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Samples({ cluster }: { cluster: Cluster }) {
  const { t } = useTranslation('clusters');
  return (
    <section className={classes.part} aria-label={t('samples')}>
      <h3>{t('samples')}</h3>
      <ul className={classes.samples}>
        {cluster.samples.map(({ id, number: ref, title, status }) => (
          <li key={id}>
            <Link to="/app/tickets/$ref" params={{ ref }} className={classes.sample}>
              <span className="key">{ref}</span>
              <span className={classes.sampleTitle}>{title}</span>
            </Link>
            <Status status={status as Parameters<typeof Status>[0]['status']} shapeOnly />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What can be done with the tickets of a cluster. */
function Actions({ cluster }: { cluster: Cluster }) {
  const { t } = useTranslation('clusters');
  const navigate = useNavigate();
  const cause = useFindCause();
  const mayAnalyse = useMay('rca:run');
  const analyse = async () => {
    try {
      const job = await cause.mutateAsync(cluster);
      await navigate({ to: '/app/rca/$id', params: { id: job.job_id } });
    } catch (error) {
      toastFailed(error);
    }
  };
  return (
    <div className={classes.buttons}>
      <Button
        variant="filled"
        leftSection={<Icon of={IconListDetails} />}
        renderRoot={(props) => (
          <Link to="/app/tickets" search={{ set: cluster.id, status: 'any' }} {...props} />
        )}
      >
        {t('action.open', { count: cluster.size })}
      </Button>
      {mayAnalyse ? (
        <Button
          leftSection={<Icon of={IconActivity} />}
          loading={cause.isPending}
          onClick={() => void analyse()}
        >
          {t('action.cause')}
        </Button>
      ) : null}
    </div>
  );
}

function Body({ cluster }: { cluster: Cluster }) {
  const { t } = useTranslation('clusters');
  const mayName = useMay('cluster:run');
  const words = cluster.words.map(({ word, share }) => ({
    key: word,
    label: word,
    parts: [{ tone: 'accent' as const, value: Math.round(share * cluster.size) }],
  }));
  return (
    <>
      <div className={classes.part}>
        {mayName ? <Name key={cluster.version} cluster={cluster} /> : null}
        <Actions cluster={cluster} />
      </div>
      <section className={classes.part} aria-label={t('words')}>
        <h3>{t('words')}</h3>
        <BarList rows={words} />
      </section>
      <Samples cluster={cluster} />
      <div className={classes.part}>
        <Facts cluster={cluster} />
      </div>
    </>
  );
}

type Props = { id: string; onClose: () => void };

/** One cluster beside the list: its words, tickets that are like most of it, and what can be done. */
export function ClusterPanel({ id, onClose }: Props) {
  const { t } = useTranslation('clusters');
  const found = useQuery(clusterQuery(id));
  const name = found.data?.name ?? t('one');
  return (
    <Panel label={t('one')} title={name} onClose={onClose}>
      <Loaded query={found}>{(cluster) => <Body cluster={cluster} />}</Loaded>
    </Panel>
  );
}

import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import type { Cluster } from '@/features/clusters/api/clusters';
import type { ClustersSearch } from '@/features/clusters/lib/search';
import { duration, number } from '@/shared/lib/format';
import type { Column } from '@/shared/ui/SettingsTable';
import { Sparkline } from '@/shared/ui/Sparkline';

import { percent } from './ClusterPanel';
import classes from './Clusters.module.css';

const SECOND = 1000;
const WORDS = 5;

function Name({ cluster, search }: { cluster: Cluster; search: ClustersSearch }) {
  const [sample] = cluster.samples;
  return (
    <span className={classes.name}>
      <Link
        to="/app/clusters"
        search={{ ...search, add: undefined, cluster: cluster.id }}
        className={classes.open}
      >
        {cluster.name}
      </Link>
      <span className={classes.words}>
        {cluster.is_named
          ? cluster.words
              .slice(0, WORDS)
              .map(({ word }) => word)
              .join(', ')
          : sample?.title}
      </span>
    </span>
  );
}

function Size({ cluster, most }: { cluster: Cluster; most: number }) {
  return (
    <span className={classes.size}>
      <span className="num">{number(cluster.size)}</span>
      <span className={classes.track} aria-hidden="true">
        <i style={{ width: `${(100 * cluster.size) / most}%` }} />
      </span>
      <span className="num muted small">{percent(cluster.share)}</span>
    </span>
  );
}

/** Columns of the list; bars are as long as the clusters are beside the largest, which has `most` tickets. */
export function useColumns(search: ClustersSearch, most: number): Column<Cluster>[] {
  const { t } = useTranslation('clusters');
  return [
    {
      key: 'name',
      head: t('column.name'),
      cell: (cluster) => <Name cluster={cluster} search={search} />,
    },
    {
      key: 'size',
      head: t('column.size'),
      narrow: true,
      cell: (cluster) => <Size cluster={cluster} most={most} />,
    },
    {
      key: 'trend',
      head: t('column.trend'),
      narrow: true,
      drops: 'first',
      cell: ({ trend }) => <Sparkline values={trend} />,
    },
    {
      key: 'median',
      head: t('column.median'),
      narrow: true,
      drops: 'second',
      cell: ({ median_resolve_seconds: median }) => (
        <span className="num">{median === null ? '–' : duration(median * SECOND)}</span>
      ),
    },
    {
      key: 'team',
      head: t('column.team'),
      drops: 'first',
      cell: ({ team, category }) => team?.name ?? category?.name ?? '–',
    },
  ];
}

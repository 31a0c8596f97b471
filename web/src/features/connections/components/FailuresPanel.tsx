import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { failuresQuery } from '@/features/connections/api/connections';
import type { Run } from '@/features/connections/api/types';
import { ShowMore } from '@/shared/ui/FilterBar';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';

import classes from './FailuresPanel.module.css';

/** The records that could not be taken, and why. */
export function FailuresPanel({ run, onClose }: { run: Run; onClose: () => void }) {
  const { t } = useTranslation('connections');
  const failures = useInfiniteQuery(failuresQuery(run.connection_id, run.id));
  return (
    <Panel label={t('failures.title')} title={t('failures.title')} onClose={onClose}>
      <Loaded query={failures}>
        {({ pages }) => {
          const rows = pages.flatMap(({ data }) => data);
          return (
            <>
              <dl className={classes.list}>
                {rows.map(({ remote_id, message }) => (
                  <div key={remote_id} className={classes.row}>
                    <dt className="key">{remote_id}</dt>
                    <dd>{message}</dd>
                  </div>
                ))}
              </dl>
              <ShowMore
                shown={rows.length}
                total={run.failed_count}
                hasMore={failures.hasNextPage}
                loading={failures.isFetchingNextPage}
                onMore={() => void failures.fetchNextPage()}
              />
            </>
          );
        }}
      </Loaded>
    </Panel>
  );
}

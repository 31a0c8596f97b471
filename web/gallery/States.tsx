import { Button } from '@mantine/core';
import { SkeletonRows } from '@/shared/ui/Skeleton';
import { AsOfBar, Empty, Failed, NoPermission } from '@/shared/ui/States';

import classes from './Gallery.module.css';
import { Part } from './Part';

export function States() {
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

import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { cx } from '@/shared/lib/cx';
import { dateTime, duration } from '@/shared/lib/format';
import { useNow } from '@/shared/lib/useNow';

import classes from './Fuse.module.css';
import { type Clock, fuseState } from './fuseState';

const CAUSES = ['requester', 'vendor', 'change', 'approval', 'hold'] as const;

/** How long is left, as a bar that burns down beside the time. */
export function Fuse(clock: Clock) {
  const { t } = useTranslation();
  const state = fuseState(clock, useNow());
  if (state.kind === 'none') return null;
  if (state.kind === 'met' || state.kind === 'missed') {
    return (
      <span className={cx(classes.fuse, state.kind === 'met' ? classes.over : classes.late)}>
        {t(`sla.${state.kind}`)}
      </span>
    );
  }
  if (state.kind === 'paused') {
    const known = CAUSES.find((cause) => cause === state.cause);
    return (
      <span className={cx(classes.fuse, classes.paused)} title={t('sla.paused')}>
        <span className={classes.bar} />
        <span className="unseen">{t('sla.paused')}: </span>
        {known ? t(`sla.pausedFor.${known}`) : state.cause}
      </span>
    );
  }
  const time = duration(state.left);
  return (
    <Tooltip label={clock.dueAt ? t('sla.due', { when: dateTime(clock.dueAt) }) : time}>
      <span className={cx(classes.fuse, state.kind !== 'calm' && classes[state.kind])}>
        <span className={classes.bar}>
          <span className={classes.burnt} style={{ width: `${Math.round(state.burnt * 100)}%` }} />
        </span>
        {state.left < 0 ? t('sla.over', { time }) : time}
      </span>
    </Tooltip>
  );
}

import { Button } from '@mantine/core';
import { IconHistory, IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { asProblem } from '@/shared/api/problem';
import { cx } from '@/shared/lib/cx';
import { usePermissionName } from '@/shared/lib/permissions';

import { Icon } from './Icon';
import classes from './States.module.css';

type Meaning = 'start' | 'filtered' | 'done' | 'failed';

const TINTS: Record<Meaning, readonly [string | undefined, string | undefined]> = {
  start: [classes.accent, classes.quiet],
  filtered: [classes.quiet, classes.quiet],
  done: [classes.green, classes.green],
  failed: [classes.quiet, classes.red],
};

function TwoPlanes({ meaning }: { meaning: Meaning }) {
  const [ours, theirs] = TINTS[meaning];
  return (
    <svg className={classes.drawing} width="72" height="48" viewBox="0 0 72 48" aria-hidden="true">
      <path className={cx(classes.solid, ours)} d="M17 4h48l-9 18H8z" />
      <path className={cx(classes.outline, theirs)} d="M13 27h44l-9 17H5z" />
    </svg>
  );
}

type EmptyProps = {
  /** Nothing yet, hidden by filters, all done, or failed: tints the drawing. */
  meaning?: Meaning;
  title: string;
  why?: ReactNode;
  /** It is the whole page: its title is the first heading. */
  isPage?: boolean;
  /** One action; a second one at most, quieter. */
  children?: ReactNode;
};

/** Nothing to show: what it is, why, and one thing to do. */
export function Empty({ meaning = 'start', title, why, isPage = false, children }: EmptyProps) {
  const Heading = isPage ? 'h1' : 'h2';
  return (
    <div className={classes.state}>
      <TwoPlanes meaning={meaning} />
      <Heading className={classes.title}>{title}</Heading>
      {why ? <p className={classes.why}>{why}</p> : null}
      {children ? <div className={classes.actions}>{children}</div> : null}
    </div>
  );
}

type FailedProps = {
  error: unknown;
  title?: string | undefined;
  /** In place of the reason that the error itself gives. */
  why?: string;
  onRetry?: (() => void) | undefined;
  children?: ReactNode;
};

/** A part that could not be loaded, with the server's reason and the number to look it up. */
export function Failed({ error, title, why, onRetry, children }: FailedProps) {
  const { t } = useTranslation();
  const problem = asProblem(error);
  const reason = why ?? (problem.status === 0 ? t('state.offline') : problem.message);
  return (
    <div className={classes.state} role="alert">
      <TwoPlanes meaning="failed" />
      <h2 className={classes.title}>{title ?? t('state.errorTitle')}</h2>
      <p className={classes.why}>{reason}</p>
      <div className={classes.actions}>
        {onRetry ? <Button onClick={onRetry}>{t('action.tryAgain')}</Button> : null}
        {children}
      </div>
      {problem.correlationId ? (
        <span className={classes.request}>{t('state.request', { id: problem.correlationId })}</span>
      ) : null}
    </div>
  );
}

type NoPermissionProps = {
  /** What cannot be opened, as it stands in a sentence: "the roles". */
  what: string;
  right: string;
};

export function NoPermission({ what, right }: NoPermissionProps) {
  const { t } = useTranslation();
  const nameOf = usePermissionName();
  return (
    <div className={classes.state}>
      <span className={classes.lock}>
        <Icon of={IconLock} />
      </span>
      <h2 className={classes.title}>{t('state.noPermissionTitle', { what })}</h2>
      <p className={classes.why}>{t('state.noPermissionWhy', { right: nameOf(right) })}</p>
    </div>
  );
}

type BarProps = {
  /** `stale`: an outside system is silent. `past`: the page shows a moment that is over. */
  kind: 'stale' | 'past';
  children: ReactNode;
  /** A plain button: "Try now", "Back to now". */
  action?: ReactNode;
};

/** A line over the content that says of which moment it is. */
export function AsOfBar({ kind, children, action }: BarProps) {
  return (
    <div className={cx(classes.bar, classes[kind])} role="status">
      <Icon of={IconHistory} size="s" />
      <span>{children}</span>
      {action}
    </div>
  );
}

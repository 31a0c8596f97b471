import { Button } from '@mantine/core';
import {
  IconCircle,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleMinus,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import {
  type Checklist,
  checklistQuery,
  type Step,
  useDismiss,
  useSkip,
} from '@/features/setup/api/setup';
import { useMay } from '@/shared/api/me';
import { cx } from '@/shared/lib/cx';
import { Card } from '@/shared/ui/Card';
import { Icon } from '@/shared/ui/Icon';
import { toastFailed, toastUndo } from '@/shared/ui/toast';

import classes from './SetupChecklist.module.css';

const SIGNS = {
  done: IconCircleCheckFilled,
  open: IconCircle,
  skipped: IconCircleMinus,
  not_available: IconCircleDashed,
};

function Line({ step, mayWrite }: { step: Step; mayWrite: boolean }) {
  const { t } = useTranslation('setup');
  const skip = useSkip();
  const { key, state, page, count, fact } = step;
  const name = t(`step.${key}`);
  const put = (isSkipped: boolean) =>
    skip.mutate({ step: key, skip: isSkipped }, { onError: (error) => toastFailed(error) });
  return (
    <li className={cx(classes.step, classes[state])}>
      <span className={classes.sign} role="img" aria-label={t(`state.${state}`)}>
        <Icon of={SIGNS[state]} />
      </span>
      <span className={classes.words}>
        {page ? (
          <Link to={page as '/app/settings'} className={classes.name}>
            {name}
          </Link>
        ) : (
          <span className={classes.name}>{name}</span>
        )}
        <span className={classes.fact}>
          {state === 'done'
            ? (fact ?? t(`count.${key}` as 'count.people', { count: count ?? 0, defaultValue: '' }))
            : t(state === 'skipped' ? 'skipped' : (`why.${key}` as 'why.people'))}
        </span>
      </span>
      {mayWrite && state === 'open' ? (
        <Button
          size="xs"
          variant="subtle"
          aria-label={t('skipOf', { name })}
          loading={skip.isPending}
          onClick={() => put(true)}
        >
          {t('skip')}
        </Button>
      ) : null}
      {mayWrite && state === 'skipped' ? (
        <Button
          size="xs"
          variant="subtle"
          aria-label={t('resumeOf', { name })}
          loading={skip.isPending}
          onClick={() => put(false)}
        >
          {t('resume')}
        </Button>
      ) : null}
    </li>
  );
}

function Later({ steps }: { steps: readonly Step[] }) {
  const { t } = useTranslation('setup');
  if (steps.length === 0) return null;
  return (
    <details className={classes.later}>
      <summary>{t('later', { count: steps.length })}</summary>
      <p>{t('laterWhy')}</p>
      <ul>
        {steps.map(({ key }) => (
          <li key={key}>{t(`step.${key}`)}</li>
        ))}
      </ul>
    </details>
  );
}

function List({ list }: { list: Checklist }) {
  const { t } = useTranslation('setup');
  const mayWrite = useMay('settings:write');
  const dismiss = useDismiss();
  const { done, total } = list;
  const now = list.steps.filter(({ state }) => state !== 'not_available');
  const later = list.steps.filter(({ state }) => state === 'not_available');
  const putAway = () =>
    dismiss.mutate(true, {
      onSuccess: () => toastUndo(t('dismissed'), () => dismiss.mutate(false)),
      onError: (error) => toastFailed(error),
    });
  return (
    <Card
      title={t('title')}
      meta={t('progress', { done, total })}
      action={
        mayWrite ? (
          <Button size="xs" variant="subtle" loading={dismiss.isPending} onClick={putAway}>
            {t('dismiss')}
          </Button>
        ) : null
      }
    >
      <progress className={classes.bar} value={done} max={total} aria-label={t('title')} />
      <ol className={classes.steps}>
        {now.map((step) => (
          <Line key={step.key} step={step} mayWrite={mayWrite} />
        ))}
      </ol>
      <Later steps={later} />
    </Card>
  );
}

type Props = {
  /** Only while something is to do, as on the overview. */
  onlyOpen?: boolean;
};

/** The first steps of a new desk, read from its real state; for those who see settings. */
export function SetupChecklist({ onlyOpen = false }: Props) {
  const { t } = useTranslation('setup');
  const sees = useMay('settings:read');
  const mayWrite = useMay('settings:write');
  const dismiss = useDismiss();
  const { data: list } = useQuery({ ...checklistQuery, enabled: sees });
  if (!list || (onlyOpen && (list.is_dismissed || list.done === list.total))) return null;
  if (!list.is_dismissed) return <List list={list} />;
  if (!mayWrite) return null;
  return (
    <Button size="xs" variant="subtle" onClick={() => dismiss.mutate(false)}>
      {t('restore')}
    </Button>
  );
}

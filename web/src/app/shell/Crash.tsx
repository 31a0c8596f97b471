import { Button } from '@mantine/core';
import { type ErrorComponentProps, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { Problem } from '@/shared/api/problem';
import { Empty, Failed } from '@/shared/ui/States';

import classes from './Crash.module.css';

/** A page that threw: a refusal of the server says why, a fault of ours offers to load again. */
export function Crash({ error }: ErrorComponentProps) {
  const { t } = useTranslation();
  const reload = () => window.location.reload();
  return (
    <div className={classes.page}>
      {error instanceof Problem ? (
        <Failed error={error} onRetry={reload} />
      ) : (
        <Empty meaning="failed" title={t('state.crashTitle')} why={t('state.crashWhy')}>
          <Button onClick={reload}>{t('state.reload')}</Button>
        </Empty>
      )}
    </div>
  );
}

/** An address outside of the desk: there is no shell around it. */
export function LostPage() {
  return (
    <main>
      <NotFound />
    </main>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <div className={classes.page}>
      <Empty
        isPage
        meaning="filtered"
        title={t('state.notFoundTitle')}
        why={t('state.notFoundWhy')}
      >
        <Button renderRoot={(props) => <Link to="/app/tickets" {...props} />}>
          {t('state.toTickets')}
        </Button>
      </Empty>
    </div>
  );
}

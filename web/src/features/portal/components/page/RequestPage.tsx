import { Button } from '@mantine/core';
import { IconChevronLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { requestQuery } from '@/features/portal/api/requests';
import type { Request } from '@/features/portal/api/types';
import box from '@/features/portal/components/Portal.module.css';
import { PortalPage } from '@/features/portal/components/PortalPage';
import { asProblem } from '@/shared/api/problem';
import { cx } from '@/shared/lib/cx';
import { clockTime } from '@/shared/lib/format';
import { Icon } from '@/shared/ui/Icon';
import { Loaded } from '@/shared/ui/Loaded';
import { Empty } from '@/shared/ui/States';

import { Answers } from './Answers';
import { Ending } from './Ending';
import { Followers } from './Followers';
import { Reply } from './Reply';
import classes from './RequestPage.module.css';
import { StateCard } from './StateCard';
import { Talk } from './Talk';

/** Where nothing more can be said: why, and where to go on. */
function Over({ request }: { request: Request }) {
  const { t } = useTranslation('portal');
  const into = request.continues_in;
  return (
    <div className={classes.banner}>
      <span>{into ? t('page.merged', { number: into }) : t('page.over')}</span>
      {into ? (
        <Button
          renderRoot={(props) => (
            <Link to="/portal/requests/$ref" params={{ ref: into }} {...props} />
          )}
        >
          {t('page.goOn')}
        </Button>
      ) : (
        <Button renderRoot={(props) => <Link to="/portal/new" {...props} />}>{t('nav.new')}</Button>
      )}
    </div>
  );
}

function Shown({ request }: { request: Request }) {
  const { t } = useTranslation('portal');
  const { number, can, state } = request;
  const label = state === 'waiting_for_you' ? t('page.answer') : t('page.reply');
  return (
    <PortalPage
      title={request.title}
      above={
        <>
          <Link to="/portal/requests" aria-label={t('page.back')}>
            <Icon of={IconChevronLeft} size="s" /> {t('nav.requests')}
          </Link>
          <span className="num">
            {t('page.opened', { number, when: clockTime(request.created_at) })}
          </span>
        </>
      }
    >
      <StateCard request={request} />
      <div className={classes.two}>
        <div className={classes.talk}>
          <Talk request={request} />
          <div className={classes.foot}>
            <div className={cx(classes.side, classes.onPhone)}>
              <Ending request={request} />
            </div>
            {can.reply ? (
              <Reply key={number} number={number} label={label} />
            ) : (
              <Over request={request} />
            )}
          </div>
        </div>
        <aside className={classes.side} aria-label={t('page.about')}>
          <Followers request={request} />
          <Answers request={request} />
          <div className={cx(classes.side, classes.onDesk)}>
            <Ending request={request} />
          </div>
        </aside>
      </div>
    </PortalPage>
  );
}

/** One request with its conversation. */
export function RequestPage({ number }: { number: string }) {
  const { t } = useTranslation('portal');
  const request = useQuery(requestQuery(number));
  if (request.isError && !request.data && asProblem(request.error).status === 404) {
    return (
      <div className={box.page}>
        <Empty meaning="filtered" title={t('page.missing')} why={t('page.missingWhy')}>
          <Button renderRoot={(props) => <Link to="/portal/requests" {...props} />}>
            {t('nav.requests')}
          </Button>
        </Empty>
      </div>
    );
  }
  return <Loaded query={request}>{(found) => <Shown request={found} />}</Loaded>;
}

import { useTranslation } from 'react-i18next';

import type { Request } from '@/features/portal/api/types';
import box from '@/features/portal/components/Portal.module.css';
import { STEPS, stepOf } from '@/features/portal/lib/words';
import { cx } from '@/shared/lib/cx';
import { clockTime, date } from '@/shared/lib/format';
import { useNow } from '@/shared/lib/useNow';

import classes from './RequestPage.module.css';

/** When it is done, as far as it is known. */
function useWhen({ ended_at, expected_at, reopen_until, state }: Request): string {
  const { t } = useTranslation('portal');
  const now = useNow();
  if (reopen_until && Date.parse(reopen_until) > now) {
    return t('page.reopenUntil', { when: date(reopen_until) });
  }
  if (ended_at) {
    return t(state === 'solved' ? 'about.solved' : 'about.ended', {
      when: clockTime(ended_at, now),
    });
  }
  if (!expected_at) return '';
  if (Date.parse(expected_at) > now) {
    return t('page.expected', { when: clockTime(expected_at, now) });
  }
  return t('page.late');
}

const LAST = STEPS.length - 1;

/** Where it stands, what comes next, and how far that is. */
export function StateCard({ request }: { request: Request }) {
  const { t } = useTranslation('portal');
  const { state } = request;
  const when = useWhen(request);
  const reached = stepOf(state);
  return (
    <section className={cx(box.box, classes.state)} aria-label={t('page.where')}>
      <div className={classes.stateHead}>
        <h2>{t(`state.${state}`)}</h2>
        <span className="muted small num">{when}</span>
      </div>
      <p className={classes.next}>{t(`next.${state}`)}</p>
      {request.resolution ? (
        <p className={classes.next}>{t('page.resolution', { words: request.resolution })}</p>
      ) : null}
      {state === 'withdrawn' ? null : (
        <ol className={classes.track}>
          {STEPS.map((step, index) => (
            <li
              key={step}
              aria-current={index === reached ? 'step' : undefined}
              className={cx(
                index < reached && classes.done,
                index === reached && classes.present,
                index === reached && reached === LAST && classes.last,
              )}
            >
              {t(`step.${step}`)}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

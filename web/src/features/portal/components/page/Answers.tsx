import { useTranslation } from 'react-i18next';

import type { Request } from '@/features/portal/api/types';
import box from '@/features/portal/components/Portal.module.css';
import { cx } from '@/shared/lib/cx';
import { calendarDay, dateTime } from '@/shared/lib/format';

import classes from './RequestPage.module.css';

type Answer = Request['answers'][number];

/** What was filled in beside the words. */
export function Answers({ request }: { request: Request }) {
  const { t } = useTranslation('portal');
  const { answers, request_type: kind } = request;
  if (answers.length === 0 && !kind) return null;
  const shown = ({ kind: of, value }: Answer): string => {
    if (typeof value === 'boolean') return t(value ? 'page.yes' : 'page.no');
    if (Array.isArray(value)) return value.join(', ');
    if (of === 'date') return calendarDay(String(value));
    return of === 'datetime' ? dateTime(String(value)) : String(value);
  };
  return (
    <section className={cx(box.box, classes.card)} aria-label={t('page.facts')}>
      <h2>{t('page.facts')}</h2>
      <dl className={classes.facts}>
        {kind ? (
          <div>
            <dt>{t('page.kind')}</dt>
            <dd>{kind}</dd>
          </div>
        ) : null}
        {answers.map((answer) => (
          <div key={answer.label}>
            <dt>{answer.label}</dt>
            <dd>{shown(answer)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

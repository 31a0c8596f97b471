import { IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import type { RequestRow } from '@/features/portal/api/types';
import box from '@/features/portal/components/Portal.module.css';
import { TONES } from '@/features/portal/lib/words';
import { cx } from '@/shared/lib/cx';
import { clockTime, date } from '@/shared/lib/format';
import { useNow } from '@/shared/lib/useNow';
import { Icon } from '@/shared/ui/Icon';
import { Tag } from '@/shared/ui/Tag';

import classes from './RequestList.module.css';

/** What happened last, or when it is expected. */
function useAbout(): (row: RequestRow) => string {
  const { t } = useTranslation('portal');
  const now = useNow();
  return ({
    state,
    last_word: last,
    ended_at: ended,
    expected_at: expected,
    created_at: created,
  }) => {
    if (ended) return t(state === 'solved' ? 'about.solved' : 'about.ended', { when: date(ended) });
    if (last && !last.is_me) {
      return t('about.replied', { name: last.name, when: clockTime(last.at, now) });
    }
    if (expected && Date.parse(expected) > now) {
      return t('about.expected', { when: clockTime(expected, now) });
    }
    return t('about.sent', { when: clockTime(created, now) });
  };
}

/** Requests in plain words, each a link to its page. */
export function RequestList({ rows, label }: { rows: readonly RequestRow[]; label: string }) {
  const { t } = useTranslation('portal');
  const about = useAbout();
  return (
    <ul className={cx(box.box, classes.list)} aria-label={label}>
      {rows.map((row) => (
        <li key={row.id}>
          <Link to="/portal/requests/$ref" params={{ ref: row.number }} className={classes.line}>
            <span>
              <span className={classes.name}>{row.title}</span>
              <span className={cx(classes.about, 'num')}>
                {row.number}, {about(row)}
              </span>
            </span>
            <span className={classes.state}>
              <Tag tone={TONES[row.state]}>{t(`state.${row.state}`)}</Tag>
            </span>
            <span className={classes.arrow}>
              <Icon of={IconChevronRight} size="s" />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

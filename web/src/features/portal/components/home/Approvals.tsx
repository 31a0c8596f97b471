import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { approvalsQuery, useDecide } from '@/features/portal/api/requests';
import type { AskedApproval } from '@/features/portal/api/types';
import box from '@/features/portal/components/Portal.module.css';
import { PortalSection } from '@/features/portal/components/PortalPage';
import { cx } from '@/shared/lib/cx';
import { dateTime } from '@/shared/lib/format';
import { RichText } from '@/shared/ui/RichText';
import { toastDone, toastFailed } from '@/shared/ui/toast';

import classes from './Approvals.module.css';

function Question({ asked }: { asked: AskedApproval }) {
  const { t } = useTranslation('portal');
  const [comment, setComment] = useState('');
  const decide = useDecide();
  const say = async (approved: boolean) => {
    try {
      await decide.mutateAsync({ id: asked.id, approved, comment });
      toastDone(t(approved ? 'approval.approved' : 'approval.declined', { number: asked.number }));
    } catch (error) {
      toastFailed(error);
    }
  };
  const who = asked.for_whom ?? t('approval.somebody');
  return (
    <li className={cx(box.box, classes.question)}>
      <span className={box.name}>{asked.title}</span>
      <span className={cx(box.small, 'num')}>
        {t('approval.about', { number: asked.number, who })}
        {asked.due_at ? `, ${t('approval.due', { when: dateTime(asked.due_at) })}` : null}
      </span>
      {asked.description_html ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <section className={classes.text} aria-label={asked.title} tabIndex={0}>
          <RichText html={asked.description_html} />
        </section>
      ) : null}
      {asked.note ? (
        <p>
          <strong>{asked.asked_by ?? t('approval.desk')}:</strong> {asked.note}
        </p>
      ) : null}
      <div className={classes.foot}>
        <TextInput
          className={classes.word ?? ''}
          label={t('approval.comment')}
          maxLength={2000}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        <Button disabled={decide.isPending} onClick={() => void say(false)}>
          {t('approval.decline')}
        </Button>
        <Button variant="filled" disabled={decide.isPending} onClick={() => void say(true)}>
          {t('approval.approve')}
        </Button>
      </div>
    </li>
  );
}

/** What waits for the person's yes or no. */
export function Approvals() {
  const { t } = useTranslation('portal');
  const { data = [] } = useQuery(approvalsQuery);
  if (data.length === 0) return null;
  return (
    <PortalSection title={t('approval.title')}>
      <ul className={classes.list}>
        {data.map((asked) => (
          <Question key={asked.id} asked={asked} />
        ))}
      </ul>
    </PortalSection>
  );
}

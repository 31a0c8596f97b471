import {
  IconAlertTriangle,
  IconCheck,
  IconMinus,
  IconX,
  type Icon as TablerIcon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { Connection, VerificationStep } from '@/features/connections/api/types';
import { cx } from '@/shared/lib/cx';
import { number } from '@/shared/lib/format';
import { Card } from '@/shared/ui/Card';
import { Icon } from '@/shared/ui/Icon';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { SkeletonRows } from '@/shared/ui/Skeleton';
import { Tag, type Tone } from '@/shared/ui/Tag';

import classes from './Verification.module.css';

type Result = VerificationStep['result'];

const ICONS: Record<Result, TablerIcon> = {
  ok: IconCheck,
  warning: IconAlertTriangle,
  failed: IconX,
  skipped: IconMinus,
};
const TONES: Record<string, Tone> = { ok: 'green', warning: 'amber', failed: 'red' };

function StepLine({ step }: { step: VerificationStep }) {
  const { t } = useTranslation('connections');
  const { key, title, result, detail, cause, fix, milliseconds } = step;
  return (
    <li className={cx(classes.step, classes[result])}>
      <span className={classes.dot}>
        <Icon of={ICONS[result]} size="xs" />
      </span>
      <span className={classes.title}>
        {t(`step.${key}` as 'step.login', { defaultValue: title })}
        <span className="unseen"> {t(`result.${result}`)}</span>
      </span>
      <span className={classes.detail}>
        {detail || (result === 'skipped' ? t('result.skipped') : '')}
      </span>
      <span className={classes.took}>
        {milliseconds > 0 ? t('milliseconds', { shown: number(milliseconds) }) : ''}
      </span>
      {cause ? (
        <dl className={classes.why}>
          <dt>{t('verification.cause')}</dt>
          <dd>{cause}</dd>
          {fix ? (
            <>
              <dt>{t('verification.fix')}</dt>
              <dd>{fix}</dd>
            </>
          ) : null}
        </dl>
      ) : null}
    </li>
  );
}

function Summary({ steps, status }: { steps: readonly VerificationStep[]; status: string }) {
  const { t } = useTranslation('connections');
  const of = (result: Result) => steps.filter((step) => step.result === result).length;
  const parts = (['ok', 'warning', 'failed'] as const)
    .filter((result) => of(result) > 0)
    .map((result) => t(`verification.count.${result}`, { count: of(result) }));
  const icon = ICONS[(status || 'skipped') as Result];
  return (
    <Tag tone={TONES[status] ?? 'gray'} icon={icon}>
      {parts.join(', ')}
    </Tag>
  );
}

/** The proof, step by step: what was found, why something failed, and how to mend it. */
export function Verification({ connection }: { connection: Connection }) {
  const { t } = useTranslation('connections');
  const { last_verification: last, last_verification_at, last_verification_status } = connection;
  if (connection.status === 'verifying') {
    return (
      <Card title={t('verification.title')} meta={t('verification.running')}>
        <div role="status" aria-label={t('verification.running')}>
          <SkeletonRows count={4} />
        </div>
      </Card>
    );
  }
  if (!last || !last_verification_at) return null;
  return (
    <Card
      title={t('verification.title')}
      meta={
        <>
          <RelativeTime when={last_verification_at} clock />
          {', '}
          {last.milliseconds < 1000
            ? t('verification.tookShort', { shown: number(last.milliseconds) })
            : t('verification.took', { shown: number(last.milliseconds / 1000, 1) })}
        </>
      }
      action={<Summary steps={last.steps} status={last_verification_status} />}
    >
      <ol className={classes.steps} aria-label={t('verification.title')}>
        {last.steps.map((step) => (
          <StepLine key={step.key} step={step} />
        ))}
      </ol>
    </Card>
  );
}

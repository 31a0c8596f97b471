import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import classes from './FormActions.module.css';

/** Fields one under the other. */
export function Fields({ children }: { children: ReactNode }) {
  return <div className={classes.fields}>{children}</div>;
}

/** Two short fields beside each other where there is room. */
export function FieldPair({ children }: { children: ReactNode }) {
  return <div className={classes.columns}>{children}</div>;
}

type Props = {
  /** Verb and object; "Save changes" if not given. */
  action?: string;
  saving: boolean;
  /** A refusal that belongs to no field. */
  problem?: string | null | undefined;
  onCancel?: (() => void) | undefined;
};

/** The end of a form: reason, cancel, and a button that is always enabled. */
export function FormActions({ action, saving, problem, onCancel }: Props) {
  const { t } = useTranslation();
  return (
    <div className={classes.actions}>
      {problem ? (
        <div className={classes.problem} role="alert">
          {problem}
        </div>
      ) : null}
      {onCancel ? <Button onClick={onCancel}>{t('action.cancel')}</Button> : null}
      <Button type="submit" variant="filled" loading={saving}>
        {action ?? t('action.save')}
      </Button>
    </div>
  );
}

import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { cx } from '@/shared/lib/cx';

import classes from './CopyField.module.css';
import { Icon } from './Icon';

type Props = {
  label: string;
  text: string;
  action?: string;
  /** Beside other things of the page, not the one that it is about. */
  quiet?: boolean;
};

/** Something to take along: a link, a token. Can be read, selected and copied. */
export function CopyField({ label, text, action, quiet = false }: Props) {
  const { t } = useTranslation();
  const clipboard = useClipboard({ timeout: 4000 });
  return (
    <div className={cx(classes.field, quiet && classes.quiet)}>
      <input
        className={classes.text}
        aria-label={label}
        readOnly
        value={text}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button
        variant={quiet ? 'default' : 'filled'}
        leftSection={<Icon of={clipboard.copied ? IconCheck : IconCopy} size="s" />}
        onClick={() => clipboard.copy(text)}
        data-autofocus
      >
        <span aria-live="polite">
          {clipboard.copied ? t('action.copied') : (action ?? t('action.copy'))}
        </span>
      </Button>
    </div>
  );
}

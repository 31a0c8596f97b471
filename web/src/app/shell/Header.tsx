import { Button, Tooltip } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useLiveState } from '@/shared/api/live';
import { useMay } from '@/shared/api/me';
import { cx } from '@/shared/lib/cx';
import { Icon } from '@/shared/ui/Icon';
import { KeyHint } from '@/shared/ui/KeyHint';
import { Brand } from '@/shared/ui/Mark';

import classes from './Header.module.css';

/** Whether other people's changes arrive by themselves. */
function LiveDot() {
  const { t } = useTranslation();
  const state = useLiveState();
  const label = t(`live.${state}`);
  return (
    <Tooltip label={label}>
      <span className={cx(classes.live, classes[state])} role="status">
        <span className={classes.dot} />
        <span className="unseen">{label}</span>
      </span>
    </Tooltip>
  );
}

export function Header({ onFind }: { onFind: () => void }) {
  const { t } = useTranslation();
  const mayCreate = useMay('ticket:create');
  return (
    <header className={classes.header}>
      <Link to="/app/tickets" className={classes.brand} aria-label="Deskplane">
        <Brand />
      </Link>
      <div className={classes.tools}>
        <button type="button" className={classes.find} onClick={onFind}>
          <Icon of={IconSearch} />
          <span className={cx(classes.findText, 'truncate')}>{t('nav.search')}</span>
          <KeyHint of="palette" />
        </button>
        <span className={classes.space} />
        <LiveDot />
        {mayCreate ? (
          <Button
            variant="filled"
            leftSection={<Icon of={IconPlus} />}
            rightSection={<KeyHint of="create" onFill />}
            renderRoot={(props) => <Link to="/app/tickets/new" {...props} />}
          >
            {t('nav.newTicket')}
          </Button>
        ) : null}
      </div>
    </header>
  );
}

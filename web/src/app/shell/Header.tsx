import { Button, Tooltip } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useLiveState } from '@/shared/api/live';
import { useMay } from '@/shared/api/me';
import { cx } from '@/shared/lib/cx';
import { keyCaps } from '@/shared/lib/keys';
import { Icon } from '@/shared/ui/Icon';
import { Kbd } from '@/shared/ui/Kbd';
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
          <Kbd>{keyCaps('mod+k').join(' ')}</Kbd>
        </button>
        <span className={classes.space} />
        <LiveDot />
        {mayCreate ? (
          <Button
            variant="filled"
            leftSection={<Icon of={IconPlus} />}
            rightSection={<Kbd onFill>C</Kbd>}
            renderRoot={(props) => <Link to="/app/tickets/new" {...props} />}
          >
            {t('nav.newTicket')}
          </Button>
        ) : null}
      </div>
    </header>
  );
}

import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconCheck, IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import type { Ticket } from '@/features/tickets/api/types';
import { builtIn } from '@/features/tickets/lib/search';
import { Icon } from '@/shared/ui/Icon';
import { Tag } from '@/shared/ui/Tag';

import { EditableTitle } from './EditableTitle';
import { PeopleHere } from './PresenceHere';
import classes from './TicketHead.module.css';
import { useNeighbours } from './useNeighbours';

type Props = {
  ticket: Ticket;
  onTitle?: ((title: string, before: string) => void) | undefined;
  onResolve?: (() => void) | undefined;
  menu: ReactNode;
};

function Neighbours({ previous, next }: { previous?: () => void; next?: () => void }) {
  const { t } = useTranslation('tickets');
  return (
    <>
      <ActionIcon
        size="sm"
        aria-label={t('keys.up')}
        disabled={!previous}
        onClick={() => previous?.()}
      >
        <Icon of={IconArrowUp} size="s" />
      </ActionIcon>
      <ActionIcon size="sm" aria-label={t('keys.down')} disabled={!next} onClick={() => next?.()}>
        <Icon of={IconArrowDown} size="s" />
      </ActionIcon>
    </>
  );
}

/** Where the ticket comes from, its title, and what can be done with the whole of it. */
export function TicketHead({ ticket, onTitle, onResolve, menu }: Props) {
  const { t } = useTranslation(['tickets', 'common']);
  const { number, title, type, deleted_at } = ticket;
  const { search, previous, next } = useNeighbours(ticket.id);
  useEffect(() => {
    document.title = `${number} ${title} · Deskplane`;
  }, [number, title]);
  return (
    <header className={classes.head}>
      <div className={classes.line}>
        <span className={classes.crumb}>
          <Link to="/app/tickets" search={search} className="truncate">
            {t(`common:nav.${builtIn(search) ?? 'tickets'}`)}
          </Link>
          <Icon of={IconChevronRight} size="xs" />
          <span className="key">{number}</span>
          <span className={classes.type}>{t(`common:type.${type}`)}</span>
          {deleted_at ? <Tag tone="red">{t('page.deleted')}</Tag> : null}
        </span>
        <span className={classes.buttons}>
          <PeopleHere id={ticket.id} />
          <Neighbours {...(previous ? { previous } : {})} {...(next ? { next } : {})} />
          {onResolve ? (
            <Tooltip label={t('page.resolveWhy')}>
              <Button size="xs" leftSection={<Icon of={IconCheck} size="s" />} onClick={onResolve}>
                {t('resolve.action')}
              </Button>
            </Tooltip>
          ) : null}
          {menu}
        </span>
      </div>
      <EditableTitle title={title} onTitle={onTitle} />
    </header>
  );
}

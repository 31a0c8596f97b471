import { ActionIcon, Button, Popover } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useTicketProjectLinks } from '@/features/projects/api/useTicketLinks';
import { useMay } from '@/shared/api/me';
import { Card } from '@/shared/ui/Card';
import { Icon } from '@/shared/ui/Icon';
import { SkeletonRows } from '@/shared/ui/Skeleton';
import { Status } from '@/shared/ui/Status';
import { toastFailed } from '@/shared/ui/toast';

import classes from './Projects.module.css';

/** Draws the search for a ticket; it belongs to another feature. */
export type TicketSearch = (label: string, onPick: (id: string) => void) => ReactNode;

type Props = { project: string; ticketSearch: TicketSearch; mayAdd: boolean };

/** The tickets that have to do with a project. */
export function LinkedTickets({ project, ticketSearch, mayAdd }: Props) {
  const { t } = useTranslation('projects');
  const mayLink = useMay('ticket:update');
  const { links, loading, createLink, deleteLink } = useTicketProjectLinks(undefined, project);
  const [open, setOpen] = useState(false);
  const onError = (error: unknown) => toastFailed(error);
  const add =
    mayLink && mayAdd ? (
      <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus returnFocus>
        <Popover.Target>
          <Button size="xs" leftSection={<Icon of={IconPlus} />} onClick={() => setOpen(!open)}>
            {t('ticket.add')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          {ticketSearch(t('ticket.search'), (id) => {
            setOpen(false);
            void createLink(id, project).catch(onError);
          })}
        </Popover.Dropdown>
      </Popover>
    ) : null;
  return (
    <Card title={t('ticket.list')} meta={links.length || null} action={add} flush>
      {loading ? <SkeletonRows count={3} /> : null}
      {!loading && links.length === 0 ? (
        <p className={classes.nothing}>{t('ticket.none')}</p>
      ) : null}
      <ul className={classes.lines}>
        {links.map(({ id, link_type, ticket }) => (
          <li key={id} className={classes.line}>
            <Status status={ticket.status} shapeOnly />
            <Link to="/app/tickets/$ref" params={{ ref: ticket.number }} className="key">
              {ticket.number}
            </Link>
            <span className={classes.title} title={ticket.title}>
              {ticket.title}
            </span>
            <span className={classes.facts}>
              <span className="muted">{t(`link.${link_type}`)}</span>
              {mayLink ? (
                <ActionIcon
                  size="sm"
                  aria-label={t('link.remove', { name: ticket.number })}
                  onClick={() => void deleteLink(id).catch(onError)}
                >
                  <Icon of={IconX} size="s" />
                </ActionIcon>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

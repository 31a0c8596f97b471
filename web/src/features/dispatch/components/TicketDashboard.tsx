import { Button, Select } from '@mantine/core';
import { IconExternalLink, IconPlus, IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ticketsQuery, useRefreshTickets } from '@/features/dispatch/api/ticketStore';
import {
  everything,
  type Filter,
  fitting,
  standing,
  statsOf,
  statusOf,
} from '@/features/dispatch/lib/dashboard';
import { type OutsideTicket, PLATFORMS, SYSTEMS } from '@/features/dispatch/lib/types';
import { useMay } from '@/shared/api/me';
import { clockTime } from '@/shared/lib/format';
import { SearchField } from '@/shared/ui/FilterBar';
import { Icon } from '@/shared/ui/Icon';
import { Loaded } from '@/shared/ui/Loaded';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { Tag } from '@/shared/ui/Tag';
import { Twin } from '@/shared/ui/Twin';
import { toastDone, toastFailed } from '@/shared/ui/toast';

import classes from './Dispatch.module.css';
import { OutsideStatus } from './OutsideStatus';
import { TicketDetailView } from './TicketDetailView';

function Stats({ tickets }: { tickets: readonly OutsideTicket[] }) {
  const { t } = useTranslation('dispatch');
  const { by, waiting, troubled } = statsOf(tickets);
  return (
    <span className={classes.stats}>
      <span className="num">{t('stats.on', { servicenow: by.servicenow, jira: by.jira })}</span>
      {waiting > 0 ? <Tag tone="amber">{t('stats.waiting', { count: waiting })}</Tag> : null}
      {troubled > 0 ? <Tag tone="red">{t('stats.troubled', { count: troubled })}</Tag> : null}
    </span>
  );
}

type RowProps = { ticket: OutsideTicket; onOpen: () => void };

function TicketRow({ ticket, onOpen }: RowProps) {
  const { t } = useTranslation('dispatch');
  const { cap, name } = SYSTEMS[ticket.platform];
  const key = ticket.ticket_id || t('notThere');
  return (
    <tr className={classes.row}>
      <td>
        <button type="button" className={classes.open} onClick={onOpen}>
          <Twin
            cap={cap}
            system={name}
            name={key}
            state={ticket.state === 'created' ? 'in_step' : 'waiting'}
          />
        </button>
      </td>
      <td>
        <OutsideStatus ticket={ticket} />
      </td>
      <td>
        <RelativeTime when={ticket.created_at} />
      </td>
      <td>
        {ticket.url ? (
          <a
            className={classes.view}
            href={ticket.url}
            target="_blank"
            rel="noreferrer"
            aria-label={t('viewOne', { name: key, system: name })}
          >
            {t('view')}
            <Icon of={IconExternalLink} size="s" />
          </a>
        ) : null}
      </td>
    </tr>
  );
}

type FilterProps = {
  tickets: readonly OutsideTicket[];
  filter: Filter;
  onFilter: (filter: Filter) => void;
};

function Filters({ tickets, filter, onFilter }: FilterProps) {
  const { t } = useTranslation('dispatch');
  const statuses = [...new Set(tickets.map(statusOf))].filter(Boolean).sort();
  const read = tickets
    .map(({ refreshed_at }) => refreshed_at ?? '')
    .sort()
    .at(-1);
  const wordOf = (status: string) => {
    const one = tickets.find((each) => statusOf(each) === status);
    return one && one.state !== 'created' ? t(`state.${one.state}`) : status;
  };
  return (
    <search className={classes.filters}>
      <SearchField
        label={t('filter.words')}
        value={filter.words}
        onChange={(words) => onFilter({ ...filter, words })}
      />
      <Select
        className={classes.filter}
        aria-label={t('detail.platform')}
        placeholder={t('filter.platform')}
        clearable
        data={PLATFORMS.map((value) => ({ value, label: t(`system.${value}`) }))}
        value={filter.platform}
        onChange={(value) =>
          onFilter({ ...filter, platform: PLATFORMS.find((each) => each === value) ?? null })
        }
      />
      <Select
        className={classes.filter}
        aria-label={t('column.status')}
        placeholder={t('filter.status')}
        clearable
        data={statuses.map((value) => ({ value, label: wordOf(value) }))}
        value={filter.status}
        onChange={(status) => onFilter({ ...filter, status })}
      />
      {read ? <span className={classes.asOf}>{t('asOf', { time: clockTime(read) })}</span> : null}
    </search>
  );
}

function Table({ tickets }: { tickets: readonly OutsideTicket[] }) {
  const { t } = useTranslation('dispatch');
  const [filter, setFilter] = useState(everything);
  const [open, setOpen] = useState<string | null>(null);
  const shown = fitting(tickets, filter);
  const chosen = tickets.find(({ id }) => id === open);
  if (tickets.length === 0) return <p className={classes.nothing}>{t('none')}</p>;
  return (
    <>
      <Filters tickets={tickets} filter={filter} onFilter={setFilter} />
      {shown.length === 0 ? (
        <p className={classes.nothing}>{t('noneFits')}</p>
      ) : (
        <table className={classes.table} aria-label={t('title')}>
          <thead>
            <tr>
              <th scope="col">{t('column.ticket')}</th>
              <th scope="col">{t('column.status')}</th>
              <th scope="col">{t('column.created')}</th>
              <th scope="col">
                <span className="unseen">{t('view')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((ticket) => (
              <TicketRow key={ticket.id} ticket={ticket} onOpen={() => setOpen(ticket.id)} />
            ))}
          </tbody>
        </table>
      )}
      {chosen ? <TicketDetailView ticket={chosen} onClose={() => setOpen(null)} /> : null}
    </>
  );
}

function Refresh({ job }: { job: string }) {
  const { t } = useTranslation('dispatch');
  const refresh = useRefreshTickets(job);
  return (
    <Button
      leftSection={<Icon of={IconRefresh} />}
      loading={refresh.isPending}
      onClick={() =>
        refresh.mutate(undefined, {
          onSuccess: ({ skipped }) => {
            const names = (skipped ?? []).map(({ platform }) => SYSTEMS[platform].name).join(', ');
            toastDone(names ? t('refresh.skipped', { names }) : t('refresh.done'));
          },
          onError: (error) => toastFailed(error),
        })
      }
    >
      {t('refresh.action')}
    </Button>
  );
}

type Props = { job: string; mayCreate: boolean; onCreate: () => void };

/** The tickets of a job in other systems. */
export function TicketDashboard({ job, mayCreate, onCreate }: Props) {
  const { t } = useTranslation('dispatch');
  const found = useQuery(ticketsQuery(job));
  const runs = useMay('dispatch:run');
  const tickets = standing(found.data?.tickets ?? []);
  const isThere = tickets.some(({ dry_run }) => !dry_run);
  return (
    <section className={classes.section} aria-label={t('title')}>
      <div className={classes.sectionHead}>
        <h2>{t('title')}</h2>
        <Stats tickets={tickets} />
        <span className={classes.buttons}>
          {isThere ? <Refresh job={job} /> : null}
          {runs && mayCreate ? (
            <Button leftSection={<Icon of={IconPlus} />} onClick={onCreate}>
              {t('create.open')}
            </Button>
          ) : null}
        </span>
      </div>
      <div className={classes.frame}>
        <Loaded query={found}>{() => <Table tickets={tickets} />}</Loaded>
      </div>
    </section>
  );
}

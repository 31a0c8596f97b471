import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { resolutionCodesQuery } from '@/features/tickets/api/catalog';
import type { Ticket } from '@/features/tickets/api/types';
import { useMay } from '@/shared/api/me';
import { dateTime } from '@/shared/lib/format';
import { Section } from '@/shared/ui/Section';
import classes from './RelationSections.module.css';

/** How the ticket ended. */
export function ResolutionSection({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('tickets');
  const worksOnTickets = useMay('ticket:update');
  const { data: codes = [] } = useQuery({ ...resolutionCodesQuery, enabled: worksOnTickets });
  const { resolution } = ticket;
  if (!resolution?.code && !resolution?.text) return null;
  const label = codes.find(({ code }) => code === resolution.code)?.label ?? resolution.code;
  return (
    <Section title={t('section.resolution')} meta={label}>
      {resolution.text ? <p className={classes.resolution}>{resolution.text}</p> : null}
    </Section>
  );
}

/** Where the ticket came from and when. */
export function AboutSection({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('tickets');
  const { created_at, updated_at, resolved_at, department, parent, reopened_count } = ticket;
  const facts: [string, ReactNode][] = [
    [t('about.source'), t(`source.${ticket.source_type}`)],
    [t('about.created'), dateTime(created_at)],
    [t('about.updated'), dateTime(updated_at)],
  ];
  if (department) facts.unshift([t('about.department'), department]);
  if (resolved_at) facts.push([t('about.resolved'), dateTime(resolved_at)]);
  if (reopened_count > 0) facts.push([t('about.reopened'), String(reopened_count)]);
  if (parent) {
    facts.push([
      t('about.partOf'),
      <Link
        key="parent"
        to="/app/tickets/$ref"
        params={{ ref: parent.number }}
        title={parent.title}
        className="key"
      >
        {parent.number}
      </Link>,
    ]);
  }
  return (
    <Section title={t('section.about')}>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name} className={classes.fact}>
            <dt>{name}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

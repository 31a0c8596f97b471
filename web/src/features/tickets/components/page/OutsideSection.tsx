import { IconExternalLink } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { Ticket } from '@/features/tickets/api/types';
import { type OutsideFact, outsideFacts } from '@/features/tickets/lib/outside';
import { Icon } from '@/shared/ui/Icon';
import { Section } from '@/shared/ui/Section';
import classes from './RelationSections.module.css';

function Fact({ name, value, href }: OutsideFact) {
  const { t } = useTranslation('tickets');
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd className={classes.outside}>
        {href ? (
          <a href={href} target="_blank" rel="noreferrer noopener" title={t('outside.open')}>
            {value} <Icon of={IconExternalLink} size="xs" />
          </a>
        ) : (
          value
        )}
      </dd>
    </div>
  );
}

/** Where the ticket came from, if it came from outside, and what the other side said about it. */
export function OutsideSection({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('tickets');
  const facts = outsideFacts(ticket.source_reference);
  const more = outsideFacts(ticket.integration_metadata);
  if (facts.length + more.length === 0) return null;
  return (
    <Section title={t('section.outside')}>
      <dl className={classes.facts}>
        {facts.map((fact) => (
          <Fact key={fact.name} {...fact} />
        ))}
      </dl>
      {more.length > 0 ? (
        <details className={classes.more}>
          <summary>{t('outside.more')}</summary>
          <dl className={classes.facts}>
            {more.map((fact) => (
              <Fact key={fact.name} {...fact} />
            ))}
          </dl>
        </details>
      ) : null}
    </Section>
  );
}

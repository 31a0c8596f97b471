import { ActionIcon, Tooltip } from '@mantine/core';
import { IconGitMerge } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link as RouterLink } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type SimilarTicket, similarQuery } from '@/features/tickets/api/similar';
import type { Ticket } from '@/features/tickets/api/types';
import { asStatus } from '@/features/tickets/components/pickers/WordPick';
import { useMay } from '@/shared/api/me';
import { Icon } from '@/shared/ui/Icon';
import { later } from '@/shared/ui/later';
import { Line, Lines, Section } from '@/shared/ui/Section';
import { Status } from '@/shared/ui/Status';
import classes from './RelationSections.module.css';

const MergeDialog = later(() => import('./MergeDialog'), 'MergeDialog');

/** Why a ticket is thought to be like this one. */
function useReason() {
  const { t } = useTranslation('tickets');
  return ({ shared_words, same_requester, same_category }: SimilarTicket) =>
    [
      ...(same_requester ? [t('similar.sameRequester')] : []),
      ...(same_category ? [t('similar.sameCategory')] : []),
      t('similar.words', { words: shared_words.join(', ') }),
    ].join(' · ');
}

/** Tickets with the same words: the answer may be there already, or it is the same thing twice. */
export function SimilarSection({ ticket, locked }: { ticket: Ticket; locked: boolean }) {
  const { t } = useTranslation('tickets');
  const mayMerge = useMay('ticket:merge') && !locked;
  const { data: found = [] } = useQuery(similarQuery(ticket.id, ticket.title));
  const [into, setInto] = useState<string | undefined>();
  const reason = useReason();
  const similar = found.filter(({ linked }) => !linked);
  if (similar.length === 0) return null;
  return (
    <Section title={t('section.similar')} meta={similar.length}>
      <Lines>
        {similar.map((other) => (
          <Line
            key={other.id}
            end={
              mayMerge ? (
                <Tooltip label={t('similar.duplicate')}>
                  <ActionIcon
                    size="xs"
                    aria-label={t('similar.duplicateOf', { number: other.number })}
                    onClick={() => setInto(other.id)}
                  >
                    <Icon of={IconGitMerge} size="xs" />
                  </ActionIcon>
                </Tooltip>
              ) : null
            }
          >
            <Status status={asStatus(other.status) ?? 'open'} shapeOnly />
            <span className={classes.similar}>
              <span className={classes.similarHead}>
                <RouterLink to="/app/tickets/$ref" params={{ ref: other.number }} className="key">
                  {other.number}
                </RouterLink>
                <span className="truncate">{other.title}</span>
              </span>
              <span className="muted truncate" title={reason(other)}>
                {reason(other)}
              </span>
            </span>
          </Line>
        ))}
      </Lines>
      <MergeDialog
        key={into}
        ticket={ticket}
        into={into}
        opened={into !== undefined}
        onClose={() => setInto(undefined)}
      />
    </Section>
  );
}

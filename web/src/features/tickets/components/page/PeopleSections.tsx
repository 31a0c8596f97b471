import { ActionIcon, Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { useUnwatch, useWatch, watchersQuery } from '@/features/tickets/api/parts';
import type { Ticket } from '@/features/tickets/api/types';
import { PersonPick } from '@/features/tickets/components/pickers/NamedPick';
import { useMe } from '@/shared/api/me';
import { PersonName } from '@/shared/ui/Avatar';
import { Icon } from '@/shared/ui/Icon';
import { Line, Lines, Section } from '@/shared/ui/Section';
import { toastFailed } from '@/shared/ui/toast';

type Props = { ticket: Ticket; locked: boolean };

/** Who hears about the ticket besides its requester. */
export function WatchersSection({ ticket, locked }: Props) {
  const { t } = useTranslation('tickets');
  const { person: me } = useMe();
  const { data: watchers = [] } = useQuery(watchersQuery(ticket.id));
  const watch = useWatch(ticket.id);
  const unwatch = useUnwatch(ticket.id);
  const watches = watchers.some(({ id }) => id === me.id);
  const toggle = () =>
    (watches ? unwatch : watch).mutate(me.id, { onError: (error) => toastFailed(error) });
  return (
    <Section
      title={t('section.watchers')}
      meta={watchers.length || null}
      action={
        ticket.deleted_at ? null : (
          <Button
            size="xs"
            variant="subtle"
            loading={watch.isPending || unwatch.isPending}
            onClick={toggle}
          >
            {t(watches ? 'watch.stop' : 'watch.start')}
          </Button>
        )
      }
      addLabel={t('watch.add')}
      add={
        locked
          ? undefined
          : (close) => (
              <PersonPick
                label={t('watch.add')}
                selected={watchers.map(({ id }) => id)}
                onPick={(person) => {
                  close();
                  if (person) watch.mutate(person.id, { onError: (error) => toastFailed(error) });
                }}
              />
            )
      }
    >
      {watchers.length > 0 ? (
        <Lines>
          {watchers.map(({ id, name }) => (
            <Line
              key={id}
              end={
                locked ? null : (
                  <ActionIcon
                    size="xs"
                    aria-label={t('watch.remove', { name })}
                    onClick={() => unwatch.mutate(id, { onError: (error) => toastFailed(error) })}
                  >
                    <Icon of={IconX} size="xs" />
                  </ActionIcon>
                )
              }
            >
              <PersonName name={name} />
            </Line>
          ))}
        </Lines>
      ) : null}
    </Section>
  );
}

import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link as RouterLink } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import {
  itemsQuery,
  linksQuery,
  useAddItem,
  useAddLink,
  useRemoveItem,
  useRemoveLink,
} from '@/features/tickets/api/parts';
import type { Ticket } from '@/features/tickets/api/types';
import { asLinkKind } from '@/features/tickets/components/conversation/ActivityLine';
import { ItemPick } from '@/features/tickets/components/pickers/NamedPick';
import { useMay } from '@/shared/api/me';
import { cx } from '@/shared/lib/cx';
import { Icon } from '@/shared/ui/Icon';
import { later } from '@/shared/ui/later';
import { Line, Lines, Section } from '@/shared/ui/Section';
import { Status } from '@/shared/ui/Status';
import { toastFailed } from '@/shared/ui/toast';
import classes from './RelationSections.module.css';

type Props = { ticket: Ticket; locked: boolean };

const AddLink = later(() => import('./AddLink'), 'AddLink');

/** Other tickets that have to do with this one. */
export function RelatedSection({ ticket, locked }: Props) {
  const { t } = useTranslation('tickets');
  const { data: links = [] } = useQuery(linksQuery(ticket.id));
  const add = useAddLink(ticket.id);
  const remove = useRemoveLink(ticket.id);
  const editable = !locked && ticket.may.update;
  if (links.length === 0 && !editable) return null;
  return (
    <Section
      title={t('section.related')}
      meta={links.length || null}
      addLabel={t('relation.add')}
      add={
        editable
          ? (close) => (
              <AddLink
                ticket={ticket}
                onLink={(type, target) =>
                  add.mutate(
                    { type, target },
                    { onSuccess: close, onError: (error) => toastFailed(error) },
                  )
                }
              />
            )
          : undefined
      }
    >
      {links.length > 0 ? (
        <Lines>
          {links.map(({ id, type, ticket: other }) => (
            <Line
              key={id}
              end={
                editable ? (
                  <ActionIcon
                    size="xs"
                    aria-label={t('relation.remove', { number: other.number })}
                    onClick={() => remove.mutate(id, { onError: (error) => toastFailed(error) })}
                  >
                    <Icon of={IconX} size="xs" />
                  </ActionIcon>
                ) : null
              }
            >
              <Status status={other.status} shapeOnly />
              <span className={cx('muted', classes.kind)}>{t(`link.${asLinkKind(type)}`)}</span>
              <RouterLink to="/app/tickets/$ref" params={{ ref: other.number }} className="key">
                {other.number}
              </RouterLink>
              <span className="truncate">{other.title}</span>
            </Line>
          ))}
        </Lines>
      ) : null}
    </Section>
  );
}

/** Configuration items the ticket is about. */
export function ItemsSection({ ticket, locked }: Props) {
  const { t } = useTranslation('tickets');
  const sees = useMay('cmdb:read');
  const { data: items = [] } = useQuery({ ...itemsQuery(ticket.id), enabled: sees });
  const add = useAddItem(ticket.id);
  const remove = useRemoveItem(ticket.id);
  const editable = !locked && ticket.may.update && sees;
  if (items.length === 0 && !editable) return null;
  return (
    <Section
      title={t('section.items')}
      meta={items.length || null}
      addLabel={t('item.add')}
      add={
        editable
          ? (close) => (
              <ItemPick
                label={t('item.add')}
                selected={items.map(({ id }) => id)}
                onPick={(item) => {
                  close();
                  if (item) add.mutate(item.id, { onError: (error) => toastFailed(error) });
                }}
              />
            )
          : undefined
      }
    >
      {items.length > 0 ? (
        <Lines>
          {items.map((item) => (
            <Line
              key={item.id}
              end={
                editable ? (
                  <ActionIcon
                    size="xs"
                    aria-label={t('item.remove', { name: item.name })}
                    onClick={() =>
                      remove.mutate(item.id, { onError: (error) => toastFailed(error) })
                    }
                  >
                    <Icon of={IconX} size="xs" />
                  </ActionIcon>
                ) : null
              }
            >
              <span className="truncate">{item.name}</span>
              <span className="muted">{item.class.replaceAll('_', ' ')}</span>
            </Line>
          ))}
        </Lines>
      ) : null}
    </Section>
  );
}

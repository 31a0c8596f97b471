import { ActionIcon, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link as RouterLink } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import {
  itemsQuery,
  type LinkType,
  linksQuery,
  useAddItem,
  useAddLink,
  useRemoveItem,
  useRemoveLink,
} from '@/features/tickets/api/parts';
import { quickSearchQuery } from '@/features/tickets/api/quickSearch';
import type { Ticket } from '@/features/tickets/api/types';
import { asLinkKind } from '@/features/tickets/components/conversation/ActivityLine';
import { ItemPick } from '@/features/tickets/components/pickers/NamedPick';
import { asStatus } from '@/features/tickets/components/pickers/WordPick';
import { useMay } from '@/shared/api/me';
import { Icon } from '@/shared/ui/Icon';
import { PickList } from '@/shared/ui/PickList';
import { Line, Lines, Section } from '@/shared/ui/Section';
import { Status } from '@/shared/ui/Status';
import { toastFailed } from '@/shared/ui/toast';
import classes from './RelationSections.module.css';

type Props = { ticket: Ticket; locked: boolean };

/** Relations people make by hand; the others come from the hub. */
const OFFERED = [
  'related',
  'parent_of',
  'child_of',
  'caused_by',
  'causes',
  'duplicate_of',
  'blocking',
  'blocked_by',
  'depends_on',
] as const satisfies readonly LinkType[];

const WAIT = 200;

type TicketPickProps = {
  label: string;
  /** A ticket does not relate to itself. */
  except: string;
  onPick: (ticket: { id: string; number: string; title: string }) => void;
};

/** Another ticket, found by number or words. */
export function TicketPick({ label, except, onPick }: TicketPickProps) {
  const [query, setQuery] = useState('');
  const [settled] = useDebouncedValue(query.trim(), WAIT);
  const found = useQuery(quickSearchQuery(settled));
  const tickets = (found.data?.data ?? []).filter(({ id }) => id !== except);
  return (
    <PickList
      label={label}
      options={tickets.map(({ id, number, title, status }) => ({
        value: id,
        label: title,
        hint: number,
        view: (
          <span className={classes.found}>
            <Status status={asStatus(status) ?? 'open'} shapeOnly />
            <span className="truncate">{title}</span>
          </span>
        ),
      }))}
      selected={[]}
      onSearch={setQuery}
      loading={found.isFetching}
      onPick={(id) => {
        const ticket = tickets.find((each) => each.id === id);
        if (ticket) onPick(ticket);
      }}
    />
  );
}

type AddLinkProps = { ticket: Ticket; onLink: (type: LinkType, target: string) => void };

function AddLink({ ticket, onLink }: AddLinkProps) {
  const { t } = useTranslation('tickets');
  const [type, setType] = useState<LinkType>('related');
  return (
    <div className={classes.add}>
      <Select
        label={t('relation.kind', { number: ticket.number })}
        data={OFFERED.map((value) => ({ value, label: t(`link.${value}`) }))}
        value={type}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
        onChange={(value) => setType(OFFERED.find((each) => each === value) ?? 'related')}
      />
      <TicketPick
        label={t('relation.other')}
        except={ticket.id}
        onPick={({ id }) => onLink(type, id)}
      />
    </div>
  );
}

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
              <span className="muted">{t(`link.${asLinkKind(type)}`)}</span>
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

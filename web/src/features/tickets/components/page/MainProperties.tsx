import { useTranslation } from 'react-i18next';

import type { Ticket } from '@/features/tickets/api/types';
import type { Edit } from '@/features/tickets/api/useEdit';
import {
  CategoryPick,
  PersonPick,
  TagPick,
  TeamPick,
} from '@/features/tickets/components/pickers/NamedPick';
import { asPriority, PriorityPick, TypePick } from '@/features/tickets/components/pickers/WordPick';
import { useMay } from '@/shared/api/me';
import { TICKET_TYPES, type TicketStatus } from '@/shared/lib/vocabulary';
import { PersonName } from '@/shared/ui/Avatar';
import { Priority } from '@/shared/ui/Priority';
import { Properties, Property } from '@/shared/ui/Properties';
import { Tag } from '@/shared/ui/Tag';

import { DueProperty } from './DueProperty';
import {
  assigneeEdit,
  categoryEdit,
  dueEdit,
  priorityEdit,
  requesterEdit,
  tagEdit,
  teamEdit,
  typeEdit,
} from './edits';
import classes from './MainProperties.module.css';
import { StatusProperty, SubStatusProperty } from './StatusProperty';

/** The editor a key of the page opens. */
export type OpenEditor = 'status' | 'priority' | 'assignee' | null;

export type PropertyProps = {
  ticket: Ticket;
  /** The past, or no right to change. */
  locked: boolean;
  onEdit: (edit: Edit) => void;
};

type Props = PropertyProps & {
  onStatus: (status: TicketStatus) => void;
  onSub: (key: string | null) => void;
  open: OpenEditor;
  onOpen: (open: OpenEditor) => void;
  /** The four facts of the side panel instead of all. */
  short?: boolean;
};

function Nothing() {
  const { t } = useTranslation('tickets');
  return <span className={classes.nothing}>{t('field.none')}</span>;
}

type KeyedProps = PropertyProps & Pick<Props, 'open' | 'onOpen'>;

const opening = (which: OpenEditor, { open, onOpen }: Pick<Props, 'open' | 'onOpen'>) => ({
  opened: open === which,
  onOpened: (opened: boolean) => onOpen(opened ? which : null),
});

function PriorityProperty({ ticket, locked, onEdit, ...keyed }: KeyedProps) {
  const { t } = useTranslation(['tickets', 'common']);
  const label = t('field.priority');
  return (
    <Property
      label={label}
      {...opening('priority', keyed)}
      editor={
        locked
          ? undefined
          : (close) => (
              <PriorityPick
                label={label}
                selected={[ticket.priority]}
                onPick={(value) => {
                  close();
                  const priority = asPriority(value);
                  if (priority && priority !== ticket.priority) {
                    onEdit(priorityEdit(t, ticket, priority));
                  }
                }}
              />
            )
      }
    >
      <Priority priority={ticket.priority} />
    </Property>
  );
}

function AssigneeProperty({ ticket, locked, onEdit, ...keyed }: KeyedProps) {
  const { t } = useTranslation(['tickets', 'common']);
  const label = t('field.assignee');
  return (
    <Property
      label={label}
      {...opening('assignee', keyed)}
      editor={
        locked || !ticket.may.assign
          ? undefined
          : (close) => (
              <PersonPick
                label={label}
                deskOnly
                nobody={t('common:person.nobody')}
                selected={ticket.assignee ? [ticket.assignee.id] : []}
                onPick={(person) => {
                  close();
                  onEdit(assigneeEdit(t, ticket, person && { id: person.id, name: person.name }));
                }}
              />
            )
      }
    >
      {ticket.assignee ? <PersonName name={ticket.assignee.name} /> : t('common:person.unassigned')}
    </Property>
  );
}

function RequesterProperty({ ticket, locked, onEdit }: PropertyProps) {
  const { t } = useTranslation('tickets');
  const label = t('field.requester');
  return (
    <Property
      label={label}
      editor={
        locked
          ? undefined
          : (close) => (
              <PersonPick
                label={label}
                selected={ticket.requester ? [ticket.requester.id] : []}
                onPick={(person) => {
                  close();
                  if (person) onEdit(requesterEdit({ id: person.id, name: person.name }));
                }}
              />
            )
      }
    >
      {ticket.requester ? <PersonName name={ticket.requester.name} /> : <Nothing />}
    </Property>
  );
}

function TeamProperty({ ticket, locked, onEdit }: PropertyProps) {
  const { t } = useTranslation(['tickets', 'common']);
  const label = t('field.team');
  return (
    <Property
      label={label}
      editor={
        locked || !ticket.may.assign
          ? undefined
          : (close) => (
              <TeamPick
                label={label}
                nobody={t('filter.noTeam')}
                selected={ticket.team ? [ticket.team.id] : []}
                onPick={(team) => {
                  close();
                  onEdit(teamEdit(t, ticket, team && { id: team.id, name: team.name }));
                }}
              />
            )
      }
    >
      {ticket.team ? <span className="truncate">{ticket.team.name}</span> : <Nothing />}
    </Property>
  );
}

function CategoryProperty({ ticket, locked, onEdit }: PropertyProps) {
  const { t } = useTranslation(['tickets', 'common']);
  const label = t('field.category');
  const { category } = ticket;
  return (
    <Property
      label={label}
      editor={
        locked
          ? undefined
          : (close) => (
              <CategoryPick
                label={label}
                nobody={t('field.none')}
                selected={category ? [category.id] : []}
                onPick={(picked) => {
                  close();
                  const to = picked && { id: picked.id, name: picked.name, path: picked.path };
                  onEdit(categoryEdit(t, ticket, to));
                }}
              />
            )
      }
    >
      {category ? (
        <span className="truncate" title={category.path}>
          {category.name}
        </span>
      ) : (
        <Nothing />
      )}
    </Property>
  );
}

function TypeProperty({ ticket, locked, onEdit }: PropertyProps) {
  const { t } = useTranslation(['tickets', 'common']);
  const label = t('field.type');
  return (
    <Property
      label={label}
      editor={
        locked
          ? undefined
          : (close) => (
              <TypePick
                label={label}
                selected={[ticket.type]}
                onPick={(value) => {
                  close();
                  const type = TICKET_TYPES.find((each) => each === value);
                  if (type && type !== ticket.type) onEdit(typeEdit(type));
                }}
              />
            )
      }
    >
      {t(`common:type.${ticket.type}`)}
    </Property>
  );
}

function TagsProperty({ ticket, locked, onEdit }: PropertyProps) {
  const { t } = useTranslation('tickets');
  const label = t('field.tags');
  return (
    <Property
      label={label}
      wide
      editor={
        locked
          ? undefined
          : () => (
              <TagPick
                label={label}
                selected={ticket.tags}
                onPick={(tag) => onEdit(tagEdit(ticket, tag))}
              />
            )
      }
    >
      <span className={classes.tags}>
        {ticket.tags.map((tag) => (
          <Tag key={tag}>{tag}</Tag>
        ))}
        {ticket.tags.length === 0 ? <Nothing /> : null}
      </span>
    </Property>
  );
}

/** Who and how bad, first; each fact is its own editor. */
export function MainProperties(props: Props) {
  const { ticket, locked, onEdit, onStatus, onSub, open, onOpen, short = false } = props;
  const seesInside = useMay('ticket:read_internal');
  const shared = { ticket, locked, onEdit };
  const status = (
    <StatusProperty
      ticket={ticket}
      locked={locked}
      onStatus={onStatus}
      opened={open === 'status'}
      onOpened={(opened) => onOpen(opened ? 'status' : null)}
    />
  );
  const priority = <PriorityProperty {...shared} open={open} onOpen={onOpen} />;
  const assignee = <AssigneeProperty {...shared} open={open} onOpen={onOpen} />;
  if (short) {
    return (
      <Properties list>
        {status}
        {priority}
        {assignee}
        <RequesterProperty {...shared} />
      </Properties>
    );
  }
  return (
    <Properties>
      {status}
      {priority}
      {assignee}
      <TeamProperty {...shared} />
      <RequesterProperty {...shared} />
      <CategoryProperty {...shared} />
      <TypeProperty {...shared} />
      <SubStatusProperty ticket={ticket} locked={locked} onSub={onSub} />
      <DueProperty ticket={ticket} locked={locked} onDue={(due) => onEdit(dueEdit(due))} />
      {seesInside ? <TagsProperty {...shared} /> : null}
    </Properties>
  );
}

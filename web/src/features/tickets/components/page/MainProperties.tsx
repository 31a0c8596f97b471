import { useTranslation } from 'react-i18next';

import { PersonPick } from '@/features/tickets/components/pickers/NamedPick';
import { asPriority, PriorityPick } from '@/features/tickets/components/pickers/WordPick';
import { useMay } from '@/shared/api/me';
import type { TicketStatus } from '@/shared/lib/vocabulary';
import { PersonName } from '@/shared/ui/Avatar';
import { Priority } from '@/shared/ui/Priority';
import { Properties, Property } from '@/shared/ui/Properties';

import { DueProperty } from './DueProperty';
import { assigneeEdit, dueEdit, priorityEdit, requesterEdit } from './edits';
import { Nothing } from './Nothing';
import type { OpenEditor, PropertyProps } from './propertyProps';
import { CategoryProperty, TagsProperty, TeamProperty, TypeProperty } from './SortingProperties';
import { StatusProperty, SubStatusProperty } from './StatusProperty';

type Props = PropertyProps & {
  onStatus: (status: TicketStatus) => void;
  onSub: (key: string | null) => void;
  open: OpenEditor;
  onOpen: (open: OpenEditor) => void;
  /** The four facts of the side panel instead of all. */
  short?: boolean;
};

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

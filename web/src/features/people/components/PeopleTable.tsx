import { useTranslation } from 'react-i18next';

import type { Person } from '@/features/people/api/people';
import { Avatar } from '@/shared/ui/Avatar';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { type Column, SettingsTable } from '@/shared/ui/SettingsTable';
import { Tag } from '@/shared/ui/Tag';

import classes from './PeopleTable.module.css';

const SHOWN_TEAMS = 2;

function State({ person }: { person: Person }) {
  const { t } = useTranslation('people');
  if (!person.is_active) return <Tag>{t('off')}</Tag>;
  if (person.reset_requested_at) return <Tag tone="amber">{t('waitsForLink')}</Tag>;
  return null;
}

function LastSeen({ person }: { person: Person }) {
  const { t } = useTranslation('people');
  if (person.last_login_at) return <RelativeTime when={person.last_login_at} />;
  const waits = person.role !== 'service' && !person.can_log_in;
  return <span className="muted">{waits ? t('notInvited') : t('never')}</span>;
}

type Props = { people: readonly Person[]; onOpen: (id: string) => void };

export function PeopleTable({ people, onOpen }: Props) {
  const { t } = useTranslation(['people', 'common']);
  const columns: Column<Person>[] = [
    {
      key: 'name',
      head: t('column.name'),
      cell: (person) => (
        <span className={classes.person}>
          <Avatar
            name={person.name}
            size="large"
            kind={person.role === 'service' ? 'robot' : 'person'}
            decorative
          />
          <span>
            <button type="button" className={classes.open} onClick={() => onOpen(person.id)}>
              {person.name}
            </button>
            {person.title ? <span className={classes.title}>{person.title}</span> : null}
          </span>
          {person.vip ? <Tag tone="accent">{t('vip')}</Tag> : null}
          <State person={person} />
        </span>
      ),
    },
    {
      key: 'email',
      head: t('column.email'),
      drops: 'first',
      cell: ({ email }) => (email ? <span className={classes.email}>{email}</span> : null),
    },
    { key: 'role', head: t('column.role'), cell: ({ role }) => t(`common:role.${role}`) },
    {
      key: 'teams',
      head: t('column.teams'),
      drops: 'second',
      cell: ({ teams }) => {
        const names = teams.slice(0, SHOWN_TEAMS).map(({ name }) => name);
        const rest = teams.length - names.length;
        if (rest > 0) names.push(t('more', { count: rest }));
        return names.length > 0 ? names.join(', ') : null;
      },
    },
    {
      key: 'seen',
      head: t('column.lastSeen'),
      narrow: true,
      cell: (person) => <LastSeen person={person} />,
    },
  ];
  return (
    <SettingsTable
      label={t('title')}
      columns={columns}
      items={people}
      itemKey={({ id }) => id}
      isOff={({ is_active }) => !is_active}
    />
  );
}

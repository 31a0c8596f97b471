import { useTranslation } from 'react-i18next';

import { type PersonHere, useOthers } from '@/features/tickets/api/presence';
import { Avatar, AvatarStack } from '@/shared/ui/Avatar';

import classes from './TicketHead.module.css';

const MOST = 4;

const ringOf = (doing: PersonHere['doing']) => {
  if (doing === 'idle') return undefined;
  return doing === 'viewing' ? 'viewing' : 'typing';
};

/** The colleagues who have this ticket open as well. */
export function PeopleHere({ id }: { id: string }) {
  const { t } = useTranslation('together');
  const people = useOthers(id);
  if (people.length === 0) return null;
  return (
    <span className={classes.here}>
      <AvatarStack>
        {people.slice(0, MOST).map(({ id: person, name, kind, doing }) => (
          <Avatar
            key={person}
            name={name}
            kind={kind === 'service' ? 'robot' : 'person'}
            presence={ringOf(doing)}
          />
        ))}
      </AvatarStack>
      <span className={classes.count}>{t('presence.here', { count: people.length })}</span>
    </span>
  );
}

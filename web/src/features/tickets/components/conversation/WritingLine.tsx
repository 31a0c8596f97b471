import { useTranslation } from 'react-i18next';

import type { PersonHere } from '@/features/tickets/api/presence';
import { Avatar } from '@/shared/ui/Avatar';

import classes from './TicketComposer.module.css';

/** Colleagues who are writing at this moment. */
export function WritingLine({ people }: { people: readonly PersonHere[] }) {
  const { t } = useTranslation('together');
  const writing = people.filter(({ doing }) => doing === 'replying' || doing === 'noting');
  return (
    <div role="status" className={classes.writing}>
      {writing.map(({ id, name, kind, doing }) => (
        <span key={id} className={classes.writer}>
          <Avatar
            name={name}
            size="small"
            kind={kind === 'service' ? 'robot' : 'person'}
            presence="typing"
            decorative
          />
          {t(doing === 'noting' ? 'presence.noting' : 'presence.replying', { name })}
        </span>
      ))}
    </div>
  );
}

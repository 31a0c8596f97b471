import { useTranslation } from 'react-i18next';

import type { OutsideState, OutsideTicket } from '@/features/dispatch/lib/types';
import { Tag, type Tone } from '@/shared/ui/Tag';

const TONES: Record<OutsideState, Tone> = {
  created: 'blue',
  pending: 'amber',
  creating: 'amber',
  unknown: 'orange',
  failed: 'red',
  gone: 'gray',
  preview: 'line',
};

/** Their own word for the status; ours while the ticket is not there. */
export function OutsideStatus({ ticket }: { ticket: OutsideTicket }) {
  const { t } = useTranslation('dispatch');
  const { state, status } = ticket;
  return (
    <Tag tone={TONES[state]}>{state === 'created' && status ? status : t(`state.${state}`)}</Tag>
  );
}

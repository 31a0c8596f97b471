import {
  IconAlertTriangle,
  IconCheck,
  IconClock,
  IconCopy,
  IconMinus,
  IconQuestionMark,
  IconRefresh,
  IconX,
  type Icon as TablerIcon,
} from '@tabler/icons-react';

import type { Delivery, DeliveryState } from '@/features/connections/api/webhooks';

export type DeliveryTone = 'gray' | 'blue' | 'green' | 'amber' | 'red';

/** How each state looks; its word says the same. */
export const LOOKS: Record<DeliveryState, { icon: TablerIcon; tone: DeliveryTone }> = {
  waiting: { icon: IconClock, tone: 'gray' },
  reading: { icon: IconRefresh, tone: 'blue' },
  changed: { icon: IconCheck, tone: 'green' },
  unchanged: { icon: IconMinus, tone: 'gray' },
  gone: { icon: IconAlertTriangle, tone: 'amber' },
  unknown: { icon: IconQuestionMark, tone: 'amber' },
  copy: { icon: IconCopy, tone: 'gray' },
  unreadable: { icon: IconAlertTriangle, tone: 'amber' },
  failed: { icon: IconX, tone: 'red' },
};

const BUSY: readonly DeliveryState[] = ['waiting', 'reading'];

/** Its record can be read once more. */
export const canReplay = ({ state }: Delivery) => !BUSY.includes(state) && state !== 'unreadable';

/** What people call the record. */
export const recordOf = ({ remote_key, remote_id }: Delivery) => remote_key || remote_id;

import { useTranslation } from 'react-i18next';

import {
  PRIORITIES,
  STATUSES,
  TICKET_TYPES,
  type TicketPriority,
  type TicketStatus,
} from '@/shared/lib/vocabulary';
import { PickList, type PickOption } from '@/shared/ui/PickList';
import { Priority } from '@/shared/ui/Priority';
import { Status } from '@/shared/ui/Status';

export type PickProps = {
  label: string;
  selected: readonly string[];
  onPick: (value: string) => void;
};

/** Statuses to choose from; with `allowed` only those a ticket may go to. */
export function StatusPick({
  allowed = STATUSES,
  ...props
}: PickProps & { allowed?: readonly TicketStatus[] }) {
  const { t } = useTranslation();
  const options = STATUSES.filter((status) => allowed.includes(status)).map(
    (value): PickOption => ({
      value,
      label: t(`status.${value}`),
      view: <Status status={value} />,
    }),
  );
  return <PickList {...props} options={options} />;
}

export function PriorityPick(props: PickProps) {
  const { t } = useTranslation();
  const options = PRIORITIES.map(
    (value): PickOption => ({
      value,
      label: t(`priority.${value}`),
      view: <Priority priority={value} />,
    }),
  );
  return <PickList {...props} options={options} />;
}

export function TypePick(props: PickProps) {
  const { t } = useTranslation();
  const options = TICKET_TYPES.map((value) => ({ value, label: t(`type.${value}`) }));
  return <PickList {...props} options={options} />;
}

/** The word of a priority or status that came from a list of choices. */
export const asPriority = (value: string): TicketPriority | undefined =>
  PRIORITIES.find((each) => each === value);
export const asStatus = (value: string): TicketStatus | undefined =>
  STATUSES.find((each) => each === value);

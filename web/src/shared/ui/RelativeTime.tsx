import { dateTime, relative, time } from '@/shared/lib/format';
import { useNow } from '@/shared/lib/useNow';

type Props = {
  when: string;
  /** Show the clock time instead of the distance, for conversations of today. */
  clock?: boolean;
  className?: string | undefined;
};

/** A moment: near ones as a distance, with the exact one in the title. */
export function RelativeTime({ when, clock = false, className }: Props) {
  const now = useNow();
  const isToday = new Date(when).toDateString() === new Date(now).toDateString();
  return (
    <time className={className} dateTime={when} title={dateTime(when)}>
      {clock && isToday ? time(when) : relative(when, now)}
    </time>
  );
}

import { clockTime, dateTime, relative } from '@/shared/lib/format';
import { useNow } from '@/shared/lib/useNow';

type Props = {
  when: string;
  /** Show the clock time instead of the distance, for conversations. */
  clock?: boolean;
  className?: string | undefined;
};

/** A moment: near ones as a distance, with the exact one in the title. */
export function RelativeTime({ when, clock = false, className }: Props) {
  const now = useNow();
  return (
    <time className={className} dateTime={when} title={dateTime(when)}>
      {clock ? clockTime(when, now) : relative(when, now)}
    </time>
  );
}

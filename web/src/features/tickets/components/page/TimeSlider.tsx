import { IconHistory } from '@tabler/icons-react';
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { nearest, placesOf, type Stop } from '@/features/tickets/lib/stops';
import { cx } from '@/shared/lib/cx';
import { dateTime } from '@/shared/lib/format';
import { Icon } from '@/shared/ui/Icon';
import { RelativeTime } from '@/shared/ui/RelativeTime';

import classes from './TimeSlider.module.css';

type Props = {
  stops: readonly Stop[];
  /** Position of the handle; the last stop is the present. */
  at: number;
  onAt: (index: number) => void;
};

const percent = (place: number | undefined) => `${((place ?? 0) * 100).toFixed(2)}%`;

/** Steps through the changes of a ticket; away from the end the page shows the past. */
export function TimeSlider({ stops, at, onAt }: Props) {
  const { t } = useTranslation('tickets');
  const track = useRef<HTMLDivElement>(null);
  const last = stops.length - 1;
  const [first, current] = [stops[0], stops[at]];
  if (!first || !current) return null;
  const places = last === 0 ? [1] : placesOf(stops);
  const isNow = at === last;

  const goTo = (index: number) => {
    const next = Math.min(last, Math.max(0, index));
    if (next !== at) onAt(next);
  };
  const onKey = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      Home: 0,
      End: last,
    };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    goTo(next);
  };
  const follow = ({ clientX }: PointerEvent) => {
    const box = track.current?.getBoundingClientRect();
    if (!track.current || !box) return;
    const fromRight = getComputedStyle(track.current).direction === 'rtl';
    const distance = fromRight ? box.right - clientX : clientX - box.left;
    goTo(nearest(places, distance / box.width));
  };
  return (
    <div className={cx(classes.bar, !isNow && classes.past)}>
      <Icon of={IconHistory} size="s" />
      <span className={classes.label}>
        {isNow ? t('past.now') : t('past.asOf', { when: dateTime(current.at) })}
      </span>
      <RelativeTime className={cx('muted', classes.end)} when={first.at} clock />
      <div
        ref={track}
        className={classes.track}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          follow(event);
        }}
        onPointerMove={(event) => {
          if (event.buttons === 1) follow(event);
        }}
      >
        <span className={classes.done} style={{ width: percent(places[at]) }} />
        {stops.map(({ version }, index) => (
          <span
            key={version}
            className={cx(classes.tick, index > at && classes.ahead)}
            style={{ insetInlineStart: percent(places[index]) }}
          />
        ))}
        <div
          role="slider"
          tabIndex={0}
          className={classes.handle}
          style={{ insetInlineStart: percent(places[at]) }}
          aria-label={t('past.slider')}
          aria-valuemin={1}
          aria-valuemax={stops.length}
          aria-valuenow={at + 1}
          aria-valuetext={t('past.value', {
            when: dateTime(current.at),
            at: at + 1,
            of: stops.length,
          })}
          onKeyDown={onKey}
        />
      </div>
      <span className={cx('muted', classes.end)}>{t('past.changes', { count: stops.length })}</span>
    </div>
  );
}

import { Button, Popover, TextInput } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { nearest, placesOf, type Stop, stopAt } from '@/features/tickets/lib/stops';
import { cx } from '@/shared/lib/cx';
import { dateTime, fieldTime, fromFieldTime } from '@/shared/lib/format';
import { Icon } from '@/shared/ui/Icon';
import { RelativeTime } from '@/shared/ui/RelativeTime';

import classes from './TimeSlider.module.css';

type Props = {
  stops: readonly Stop[];
  /** Its place is kept while the changes are on their way. */
  isComing: boolean;
  /** Position of the handle; the last stop is the present. */
  at: number;
  onAt: (index: number) => void;
};

const DAY = 24 * 3600_000;

type LabelProps = { words: string; at: string; onMoment: (when: string) => void };

/** Which moment is shown; a click asks for another one. */
function MomentLabel({ words, at, onMoment }: LabelProps) {
  const { t } = useTranslation('together');
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const toggle = () => {
    setText(fieldTime(at));
    setOpen(!open);
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={classes.label} title={t('past.open')} onClick={toggle}>
          {words}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className={classes.choose}
          onSubmit={(event) => {
            event.preventDefault();
            setOpen(false);
            if (text) onMoment(fromFieldTime(text));
          }}
        >
          <TextInput
            type="datetime-local"
            label={t('past.open')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            data-autofocus
          />
          <Button type="submit" size="xs">
            {t('past.goTo')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

const percent = (place: number | undefined) => `${((place ?? 0) * 100).toFixed(2)}%`;

/** Steps through the changes of a ticket; away from the end the page shows the past. */
export function TimeSlider({ stops, isComing, at, onAt }: Props) {
  const { t } = useTranslation('tickets');
  const track = useRef<HTMLDivElement>(null);
  const last = stops.length - 1;
  const [first, current] = [stops[0], stops[at]];
  if (!first || !current) return isComing ? <div className={classes.bar} /> : null;
  const places = last === 0 ? [1] : placesOf(stops);
  const isNow = at === last;

  const goTo = (index: number) => {
    const next = Math.min(last, Math.max(0, index));
    if (next !== at) onAt(next);
  };
  /** A day on or back, but at least to the next change. */
  const dayFrom = (days: 1 | -1) => {
    const there = stopAt(stops, new Date(Date.parse(current.at) + days * DAY).toISOString());
    return days > 0 ? Math.max(at + 1, there) : Math.min(at - 1, there);
  };
  const onKey = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      PageDown: dayFrom(-1),
      PageUp: dayFrom(1),
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
      <MomentLabel
        words={isNow ? t('past.now') : t('past.asOf', { when: dateTime(current.at) })}
        at={current.at}
        onMoment={(when) => goTo(stopAt(stops, when))}
      />
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

import { useEffect } from 'react';

import { heardSince, onLive } from '@/shared/api/live';

/** What is read while it changes may hold the old state and arrive after the news of the new one. */
const READING = 10_000;

type Options = {
  /** The kind of thing that is looked at. */
  kind: string;
  /** What is looked at. */
  place: string;
  /** Bursts of changes are one look. */
  wait: number;
  /** When what is shown was read, if it was read before it is looked at. */
  readAt: () => number | undefined;
  /** It is being read just now: news must wait, else the older state comes last. */
  isReading: () => boolean;
  look: (touched: ReadonlySet<string>) => Promise<void>;
};

/**
 * For what no event reads again by itself: look what became of things that changed, a moment later. This includes
 * what changed before the stream stood, and what was heard before anybody looked.
 */
export function useTouched({ kind, place, wait, readAt, isReading, look }: Options): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the other functions ask what is there at the moment
  useEffect(() => {
    let touched = new Set<string>();
    let timer: number | undefined;
    const flush = () => {
      timer = undefined;
      if (isReading()) {
        timer = window.setTimeout(flush, wait);
        return;
      }
      const batch = touched;
      touched = new Set();
      void look(batch).catch(() => undefined);
    };
    const hear = ({ subject_type, subject }: { subject_type: string; subject: string }) => {
      if (subject_type !== kind) return;
      touched.add(subject);
      timer ??= window.setTimeout(flush, wait);
    };
    const onVisible = () => {
      if (document.visibilityState === 'visible') timer ??= window.setTimeout(flush, 0);
    };
    heardSince((readAt() ?? Date.now()) - READING).forEach(hear);
    const stop = onLive(hear, { missed: true });
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      stop();
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [kind, place, wait, look]);
}

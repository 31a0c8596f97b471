import { useMediaQuery } from '@mantine/hooks';
import { type RefObject, useEffect } from 'react';

/**
 * On a phone a panel lies over the whole page: what is behind it takes neither Tab nor a screen reader.
 * The focus comes into the panel and goes back to where it was.
 */
export function useCovering(panel: RefObject<HTMLElement | null>): void {
  const covers = useMediaQuery('(max-width: 767px)') ?? false;
  useEffect(() => {
    const element = panel.current;
    if (!covers || !element) return;
    const before = document.activeElement;
    const behind = [...(element.parentElement?.children ?? [])].filter(
      (other) => other !== element && !other.hasAttribute('inert'),
    );
    for (const other of behind) other.setAttribute('inert', '');
    if (!element.contains(before)) element.focus({ preventScroll: true });
    return () => {
      for (const other of behind) other.removeAttribute('inert');
      if (before instanceof HTMLElement && before.isConnected)
        before.focus({ preventScroll: true });
    };
  }, [covers, panel]);
}

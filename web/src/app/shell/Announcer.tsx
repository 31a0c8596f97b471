import { useLocation } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';

import { isFocusLost } from '@/shared/lib/useReturnFocus';

/** Long enough for the page to have set its title. */
const SETTLED = 600;

/**
 * Says the title of a page that was just opened, as a browser does when it loads one. Where the link went with its
 * page, Tab goes on in the new one.
 */
export function Announcer() {
  const path = useLocation({ select: ({ pathname }) => pathname });
  const [title, setTitle] = useState('');
  const first = useRef(path);
  useEffect(() => {
    const timer = window.setTimeout(() => {
      setTitle(document.title);
      if (path === first.current || !isFocusLost()) return;
      first.current = '';
      document.getElementById('content')?.focus({ preventScroll: true });
    }, SETTLED);
    return () => window.clearTimeout(timer);
  }, [path]);
  return (
    <span className="unseen" aria-live="polite">
      {title}
    </span>
  );
}

import { useLocation } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

/** Long enough for the page to have set its title. */
const SETTLED = 600;

/** Says the title of a page that was just opened, as a browser does when it loads one. */
export function Announcer() {
  const path = useLocation({ select: ({ pathname }) => pathname });
  const [title, setTitle] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page is said once
  useEffect(() => {
    const timer = window.setTimeout(() => setTitle(document.title), SETTLED);
    return () => window.clearTimeout(timer);
  }, [path]);
  return (
    <span className="unseen" aria-live="polite">
      {title}
    </span>
  );
}

import { useEffect, useState } from 'react';

/** True once `on` has been true for a while: skeletons do not flash for quick answers. */
export function useDelayed(on: boolean, milliseconds = 150): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    if (!on) {
      setPassed(false);
      return;
    }
    const timer = window.setTimeout(() => setPassed(true), milliseconds);
    return () => window.clearTimeout(timer);
  }, [on, milliseconds]);
  return on && passed;
}

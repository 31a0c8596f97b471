import { Outlet } from '@tanstack/react-router';
import { Suspense } from 'react';

/** Texts of a language that was just chosen may still be on their way. */
export function Root() {
  return (
    <Suspense fallback={null}>
      <Outlet />
    </Suspense>
  );
}

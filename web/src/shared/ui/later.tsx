import { type ComponentType, type FunctionComponent, lazy, type ReactNode, Suspense } from 'react';

import { sure } from '@/shared/lib/sure';

/** A part whose code comes with its first use; until then `meanwhile` stands in its place. */
export function later<Props extends object, Name extends string>(
  load: () => Promise<Record<Name, ComponentType<Props>>>,
  name: Name,
  meanwhile: ReactNode = null,
): ComponentType<Props> {
  const loaded = lazy(async () => ({ default: (await sure(load))[name] }));
  // The type of `lazy` adds a ref, which no part of ours takes.
  const Part = loaded as unknown as FunctionComponent<Props>;
  return function Later(props: Props) {
    return (
      <Suspense fallback={meanwhile}>
        <Part {...props} />
      </Suspense>
    );
  };
}

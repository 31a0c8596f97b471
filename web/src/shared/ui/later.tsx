import {
  type ComponentType,
  type FunctionComponent,
  lazy,
  type ReactNode,
  Suspense,
  useState,
} from 'react';

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

/** Like `later`, for what few people open: its code comes when `isWanted` first says so, and it stays. */
export function onDemand<Props extends object, Name extends string>(
  load: () => Promise<Record<Name, ComponentType<Props>>>,
  name: Name,
  isWanted: (props: Props) => boolean,
): ComponentType<Props> {
  const Part = later(load, name);
  return function OnDemand(props: Props) {
    const wanted = isWanted(props);
    const [was, setWas] = useState(wanted);
    if (wanted && !was) setWas(true);
    return wanted || was ? <Part {...props} /> : null;
  };
}

import {
  type ComponentType,
  type FunctionComponent,
  lazy,
  type ReactNode,
  Suspense,
  useEffect,
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

/** When a page has drawn itself and has time for what may be opened next. */
const SPARE_TIME = 2500;

/**
 * Like `later`, for what is opened by a key or a click: nothing is drawn until `isWanted` first says so, and then it
 * stays. Its code comes in the spare time before: keys struck right after the opening one must find it there.
 */
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
    useEffect(() => {
      const spare = window.setTimeout(() => void sure(load).catch(() => undefined), SPARE_TIME);
      return () => window.clearTimeout(spare);
    }, []);
    return wanted || was ? <Part {...props} /> : null;
  };
}

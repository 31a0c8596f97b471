import { lazyRouteComponent } from '@tanstack/react-router';
import type { ComponentType } from 'react';

import { loadTexts } from '@/shared/lib/i18n';
import { sure } from '@/shared/lib/sure';

type Module<Name extends string> = Record<Name, ComponentType>;

/** A page that comes with its first visit, its texts beside its code. */
export function page<Name extends string>(
  load: () => Promise<Module<Name>>,
  name: Name,
  ...texts: string[]
) {
  return lazyRouteComponent(async () => {
    const [module] = await Promise.all([sure(load), ...texts.map(loadTexts)]);
    return module;
  }, name);
}

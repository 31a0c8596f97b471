import type { MantineColorScheme } from '@mantine/core';

import { switchSingleKeys } from '@/shared/lib/keys';

export const SCHEME_KEY = 'deskplane.scheme';
const DENSITY_KEY = 'deskplane.density';

export const DENSITIES = ['compact', 'normal', 'comfortable'] as const;
export type Density = (typeof DENSITIES)[number];

export const SCHEMES = ['light', 'dark', 'system'] as const;
export type Scheme = (typeof SCHEMES)[number];

const isDensity = (value: unknown): value is Density => DENSITIES.some((each) => each === value);
const isScheme = (value: unknown): value is Scheme => SCHEMES.some((each) => each === value);

/** Mantine's word for a scheme. */
export const mantineScheme = (scheme: Scheme): MantineColorScheme =>
  scheme === 'system' ? 'auto' : scheme;

export const schemeOf = (mantine: MantineColorScheme): Scheme =>
  mantine === 'auto' ? 'system' : mantine;

/** Normal sets nothing: a touch device then takes its own, higher rows. */
export function currentDensity(): Density {
  const chosen = document.documentElement.dataset.density;
  return isDensity(chosen) ? chosen : 'normal';
}

export function switchDensity(density: Density): void {
  const { dataset } = document.documentElement;
  if (density === 'normal') {
    localStorage.removeItem(DENSITY_KEY);
    delete dataset.density;
  } else {
    localStorage.setItem(DENSITY_KEY, density);
    dataset.density = density;
  }
}

type Stored = Partial<Record<'theme' | 'density' | 'single_keys', unknown>>;

/** Take over what the profile says, so that it holds on every device. */
export function applyPreferences(
  stored: Stored,
  setScheme: (scheme: MantineColorScheme) => void,
): void {
  if (isScheme(stored.theme)) setScheme(mantineScheme(stored.theme));
  if (isDensity(stored.density)) switchDensity(stored.density);
  if (typeof stored.single_keys === 'boolean') switchSingleKeys(stored.single_keys);
}

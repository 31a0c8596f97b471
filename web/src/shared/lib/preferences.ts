import type { MantineColorScheme } from '@mantine/core';

import { switchSingleKeys, takeOwnKeys } from '@/shared/lib/ownKeys';

export const SCHEME_KEY = 'deskplane.scheme';
const DENSITY_KEY = 'deskplane.density';
const MOTION_KEY = 'deskplane.motion';

export const DENSITIES = ['compact', 'normal', 'comfortable'] as const;
export type Density = (typeof DENSITIES)[number];

export const SCHEMES = ['light', 'dark', 'system'] as const;
export type Scheme = (typeof SCHEMES)[number];

export const MOTIONS = ['system', 'reduced'] as const;
export type Motion = (typeof MOTIONS)[number];

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

/** Whether things move: as the system says, or never. */
export const currentMotion = (): Motion =>
  document.documentElement.dataset.motion === 'reduced' ? 'reduced' : 'system';

export function switchMotion(motion: string): void {
  const { dataset } = document.documentElement;
  if (motion === 'reduced') {
    localStorage.setItem(MOTION_KEY, motion);
    dataset.motion = motion;
  } else {
    localStorage.removeItem(MOTION_KEY);
    delete dataset.motion;
  }
}

type Stored = {
  theme?: string;
  density?: string;
  motion?: string;
  single_keys?: boolean;
  keys?: Record<string, string>;
};

/** Take over what the profile says, so that it holds on every device. */
export function applyPreferences(
  stored: Stored,
  setScheme: (scheme: MantineColorScheme) => void,
): void {
  if (isScheme(stored.theme)) setScheme(mantineScheme(stored.theme));
  if (isDensity(stored.density)) switchDensity(stored.density);
  if (stored.motion !== undefined) switchMotion(stored.motion);
  if (stored.single_keys !== undefined) switchSingleKeys(stored.single_keys);
  if (stored.keys) takeOwnKeys(stored.keys);
}

import { describe, expect, it } from 'vitest';

import tokens from './tokens.css?raw';

type Scheme = 'light' | 'dark';
type Rgb = [number, number, number];

const PAIRS = new Map(
  [...tokens.matchAll(/--([\w-]+):\s*light-dark\(\s*(#\w{6})\s*,\s*(#\w{6})\s*\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }] as const,
  ),
);

function colour(name: string, scheme: Scheme): string {
  const pair = PAIRS.get(name);
  if (!pair) throw new Error(`tokens.css has no --${name}`);
  return pair[scheme];
}

const channels = (hex: string): Rgb =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as Rgb;

function luminance(hex: string): number {
  const [r, g, b] = channels(hex).map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  ) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2.2 contrast of two colours. */
function ratio(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [
    number,
    number,
  ];
  return (light + 0.05) / (dark + 0.05);
}

const SCHEMES: Scheme[] = ['light', 'dark'];
const TONES = ['blue', 'violet', 'amber', 'orange', 'green', 'gray', 'red'];
const GROUNDS = ['dp-canvas', 'dp-plane', 'dp-well', 'dp-raised', 'dp-hover', 'dp-select'];
const INKS = ['dp-ink', 'dp-ink-2', 'dp-ink-3', 'dp-accent'];

const TEXT: [string, string][] = [
  ...INKS.flatMap((ink) => GROUNDS.map((ground): [string, string] => [ink, ground])),
  ...TONES.map((tone): [string, string] => [`t-${tone}`, `t-${tone}-bg`]),
  ...TONES.flatMap((tone) =>
    ['dp-plane', 'dp-hover', 'dp-select', 'dp-raised'].map((ground): [string, string] => [
      `t-${tone}`,
      ground,
    ]),
  ),
  ['dp-on-accent', 'dp-accent-fill'],
  ['dp-on-accent', 'dp-accent-fill-hover'],
  ['dp-accent', 'dp-accent-soft'],
  ['dp-ink', 'dp-accent-soft'],
  ['dp-ink-2', 'dp-accent-soft'],
  ['dp-ink-3', 'dp-accent-soft'],
  ['dp-ink', 'dp-note-bg'],
  ['dp-ink-2', 'dp-note-bg'],
  ['dp-ink-3', 'dp-note-bg'],
  ['dp-accent', 'dp-note-bg'],
  ['t-amber', 'dp-note-bg'],
  ['dp-signal', 'dp-signal-soft'],
  ['dp-signal', 'dp-plane'],
  ['dp-plane', 'dp-ink'],
  ['dp-ink', 'dp-found'],
];

const MARKS: [string, string][] = [
  ...TONES.flatMap((tone) =>
    ['dp-plane', 'dp-hover', 'dp-select'].map((ground): [string, string] => [
      `t-${tone}-m`,
      ground,
    ]),
  ),
  ['dp-control', 'dp-plane'],
  ['dp-control', 'dp-hover'],
  ['dp-control', 'dp-well'],
  ['dp-accent-fill', 'dp-plane'],
  ['dp-accent-fill', 'dp-select'],
  ...['dp-canvas', 'dp-plane', 'dp-well', 'dp-raised', 'dp-select', 'dp-note-bg'].map(
    (ground): [string, string] => ['dp-focus', ground],
  ),
];

describe.each(SCHEMES)('contrast, %s', (scheme) => {
  it.each(TEXT)('text %s on %s is at least 4.5', (ink, ground) => {
    expect(ratio(colour(ink, scheme), colour(ground, scheme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(MARKS)('mark %s on %s is at least 3', (mark, ground) => {
    expect(ratio(colour(mark, scheme), colour(ground, scheme))).toBeGreaterThanOrEqual(3);
  });
});

it('keeps the published ratios', () => {
  const published: [string, string, number, number][] = [
    ['dp-ink', 'dp-plane', 17.7, 15.2],
    ['dp-ink-2', 'dp-plane', 9.7, 10.5],
    ['dp-ink-3', 'dp-plane', 6.5, 7.4],
    ['dp-ink-3', 'dp-select', 5.6, 5.6],
    ['dp-accent', 'dp-plane', 7.1, 9.6],
    ['dp-on-accent', 'dp-accent-fill', 6.8, 7.8],
    ['dp-signal', 'dp-signal-soft', 5.0, 6.8],
    ['dp-control', 'dp-plane', 3.9, 4.2],
    ['dp-focus', 'dp-canvas', 4.3, 10.2],
  ];
  for (const [one, other, light, dark] of published) {
    expect(ratio(colour(one, 'light'), colour(other, 'light'))).toBeCloseTo(light, 0);
    expect(ratio(colour(one, 'dark'), colour(other, 'dark'))).toBeCloseTo(dark, 0);
  }
});

import { expect, it } from 'vitest';

import { nearest, placesOf, stopAt, stopsOf } from './stops';

const at = (minute: number) => `2026-11-21T10:${String(minute).padStart(2, '0')}:00Z`;

it('has one stop for each version, at its first moment', () => {
  const stops = stopsOf([
    { version: 2, at: at(5) },
    { version: 1, at: at(0) },
    { version: 2, at: at(4) },
  ]);
  expect(stops).toEqual([
    { version: 1, at: at(0) },
    { version: 2, at: at(4) },
  ]);
});

it('lays stops by time, and keeps those of one moment apart', () => {
  const places = placesOf([
    { version: 1, at: at(0) },
    { version: 2, at: at(0) },
    { version: 3, at: at(10) },
  ]);
  expect(places).toEqual([0, 0.25, 1]);
  expect(nearest(places, 0.2)).toBe(1);
  expect(nearest(places, 0.9)).toBe(2);
});

it('stands a single stop at the start', () => {
  expect(placesOf([{ version: 1, at: at(0) }])).toEqual([0]);
});

it('finds the state of a moment', () => {
  const stops = [
    { version: 1, at: '2026-01-01T10:00:00Z' },
    { version: 2, at: '2026-01-02T10:00:00Z' },
  ];
  expect(stopAt(stops, '2026-01-01T23:00:00Z')).toBe(0);
  expect(stopAt(stops, '2026-01-02T10:00:00Z')).toBe(1);
  expect(stopAt(stops, '2025-01-01T00:00:00Z')).toBe(0);
});

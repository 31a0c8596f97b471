import { expect, it } from 'vitest';

import { merged } from './merge';

it('keeps both when they touch different parts', () => {
  expect(merged('VPN is down', 'VPN in Tallinn is down', 'VPN is down again')).toBe(
    'VPN in Tallinn is down again',
  );
  expect(merged('VPN', 'VPN of sales', 'VPN is down')).toBe('VPN of sales is down');
  expect(merged('one two three', 'one two 3', '1 two three')).toBe('1 two 3');
});

it('sets one behind the other when they clash', () => {
  expect(merged('Printer', 'Scanner', 'Copier')).toBe('Copier Scanner');
  expect(merged('a\nb', 'a\nc', 'a\nd')).toBe('a\nd\n\na\nc');
});

it('takes the only change', () => {
  expect(merged('a', 'b', 'a')).toBe('b');
  expect(merged('a', 'a', 'c')).toBe('c');
  expect(merged('a', 'b', 'b')).toBe('b');
});

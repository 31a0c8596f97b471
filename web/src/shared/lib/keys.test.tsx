import { screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';

import { show } from '@/shared/testing/render';

import { useKeys } from './keys';
import { switchSingleKeys, takeOwnKeys } from './ownKeys';

function Page({ onKey }: { onKey: (what: string) => void }) {
  useKeys([
    { keys: 'c', label: 'create', run: () => onKey('create') },
    { keys: 'g t', label: 'tickets', run: () => onKey('tickets') },
    { keys: 'mod+k', label: 'palette', run: () => onKey('palette') },
  ]);
  return <input aria-label="field" />;
}

it('acts on single keys, on two in a row and with Ctrl', async () => {
  const onKey = vi.fn();
  const { user } = await show(<Page onKey={onKey} />);

  await user.keyboard('c');
  await user.keyboard('gt');
  await user.keyboard('{Control>}k{/Control}');

  expect(onKey.mock.calls.flat()).toEqual(['create', 'tickets', 'palette']);
});

it('leaves typing alone, but not Ctrl', async () => {
  const onKey = vi.fn();
  const { user } = await show(<Page onKey={onKey} />);

  await user.click(screen.getByLabelText('field'));
  await user.keyboard('c{Control>}k{/Control}');

  expect(onKey.mock.calls.flat()).toEqual(['palette']);
  expect(screen.getByLabelText('field')).toHaveValue('c');
});

it('can be switched off for single keys', async () => {
  switchSingleKeys(false);
  const onKey = vi.fn();
  const { user } = await show(<Page onKey={onKey} />);

  await user.keyboard('c');

  expect(onKey).not.toHaveBeenCalled();
});

it('acts on the keys that a person chose, and not on those switched off', async () => {
  takeOwnKeys({ create: 'q', 'go.tickets': '' });
  const onKey = vi.fn();
  const { user } = await show(<Page onKey={onKey} />);

  await user.keyboard('cgtq');
  takeOwnKeys({});
  await user.keyboard('c');

  expect(onKey.mock.calls.flat()).toEqual(['create', 'create']);
});

it('takes a sign that needs AltGr on this keyboard for that sign', async () => {
  const onKey = vi.fn();
  function Signs() {
    useKeys([{ keys: '[', label: 'previous', run: () => onKey('previous') }]);
    return null;
  }
  await show(<Signs />);

  const pressed = { key: '[', altKey: true, ctrlKey: true, bubbles: true };
  document.body.dispatchEvent(new KeyboardEvent('keydown', pressed));

  expect(onKey).toHaveBeenCalledOnce();
});

import { screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';

import { show } from '@/shared/testing/render';

import { Boundary } from './Boundary';

it('keeps a broken part to itself and lets it be tried again', async () => {
  const quiet = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  let broken = true;
  function Part() {
    if (broken) throw new TypeError('x is undefined');
    return <p>The part</p>;
  }
  const { user } = await show(
    <>
      <p>The rest</p>
      <Boundary>
        <Part />
      </Boundary>
    </>,
  );
  expect(screen.getByText('The rest')).toBeVisible();
  expect(screen.getByRole('alert')).toHaveTextContent('This part stopped working');
  expect(screen.queryByText(/undefined/)).toBeNull();

  broken = false;
  await user.click(screen.getByRole('button', { name: 'Try again' }));

  expect(screen.getByText('The part')).toBeVisible();
  quiet.mockRestore();
});

import { screen } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, it, vi } from 'vitest';
import { show } from '@/shared/testing/render';
import { server } from '@/shared/testing/server';

import { SignInForm } from './SignInForm';

const LOGIN = '*/api/v1/auth/login';

function refuses(document: Record<string, unknown> & { status: number }) {
  server.use(http.post(LOGIN, () => HttpResponse.json(document, { status: document.status })));
}

async function signIn() {
  const onDone = vi.fn();
  const { user } = await show(<SignInForm onDone={onDone} />);
  await user.type(screen.getByLabelText('Email'), 'mira.holm@desk.example');
  await user.type(screen.getByLabelText('Password'), 'five green boats');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  return { onDone, user };
}

it('goes on when the password is right', async () => {
  server.use(http.post(LOGIN, () => HttpResponse.json({ csrf_token: 't' })));

  const { onDone } = await signIn();

  expect(onDone).toHaveBeenCalledOnce();
});

it('says at the password that it is wrong, and how many tries are left', async () => {
  refuses({ status: 401, type: 'x/not-signed-in', tries_left: 1 });

  const { onDone } = await signIn();

  expect(await screen.findByText(/is not right\. 1 try left\./)).toBeVisible();
  expect(screen.getByLabelText('Password')).toHaveFocus();
  expect(onDone).not.toHaveBeenCalled();
});

it('says how long to wait after too many tries', async () => {
  refuses({ status: 429, type: 'x/too-many-requests', retry_after: 120 });

  await signIn();

  expect(await screen.findByText(/Try again in 0 h 02 m/)).toBeVisible();
});

it('asks for the organisation when the address has several', async () => {
  refuses({ status: 422, errors: [{ loc: ['body', 'organization'], msg: 'name one of: a, b' }] });

  await signIn();

  expect(await screen.findByLabelText('Organisation')).toBeVisible();
  expect(screen.getByText('name one of: a, b')).toBeVisible();
});

it('says so when the server does not answer', async () => {
  server.use(http.post(LOGIN, () => HttpResponse.error()));

  await signIn();

  expect(await screen.findByRole('alert')).toHaveTextContent('Deskplane does not answer.');
});

import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ChoosePasswordForm } from '@/features/login/components/ChoosePasswordForm';
import { Entrance } from '@/features/login/components/Entrance';
import { ForgotForm } from '@/features/login/components/ForgotForm';
import { SignInForm } from '@/features/login/components/SignInForm';
import { Empty } from '@/shared/ui/States';

const NEW_PASSWORD = 'deskplane.newPassword';

/** Only addresses of this site, and not the sign-in page again. */
function safeNext(next: string | undefined): string {
  const inside = next?.startsWith('/') && !next.startsWith('//') && !next.startsWith('/login');
  return inside && next ? next : '/app';
}

/** Said once, on the page that follows. */
function takeNote(): boolean {
  const noted = sessionStorage.getItem(NEW_PASSWORD) !== null;
  sessionStorage.removeItem(NEW_PASSWORD);
  return noted;
}

export function LoginRoute() {
  const { t } = useTranslation('login');
  const { next, forgot } = useSearch({ from: '/login' });
  const router = useRouter();
  const [hasNewPassword] = useState(takeNote);
  if (forgot) {
    return (
      <Entrance title={t('forgot.title')} why={t('forgot.why')}>
        <ForgotForm />
      </Entrance>
    );
  }
  return (
    <Entrance title={t('signIn.title')} why={t('signIn.why')}>
      <SignInForm
        note={hasNewPassword ? t('saved') : undefined}
        onDone={() => router.history.push(safeNext(next))}
      />
    </Entrance>
  );
}

/** The token stands behind the #, so that it reaches no server log. */
function useToken(): string {
  const [token] = useState(
    () => new URLSearchParams(window.location.hash.slice(1)).get('token') ?? '',
  );
  return token;
}

function ChoosePassword({ purpose }: { purpose: 'reset' | 'invitation' }) {
  const { t } = useTranslation('login');
  const navigate = useNavigate();
  const token = useToken();
  const done = () => {
    sessionStorage.setItem(NEW_PASSWORD, 'yes');
    void navigate({ to: '/login', search: {} });
  };
  return (
    <Entrance title={t(`${purpose}.title`)} why={t(`${purpose}.why`)}>
      {token ? (
        <ChoosePasswordForm purpose={purpose} token={token} onDone={done} />
      ) : (
        <Empty meaning="failed" title={t('link.missing')} why={t('link.missingWhy')} />
      )}
    </Entrance>
  );
}

export function ResetRoute() {
  return <ChoosePassword purpose="reset" />;
}

export function InvitationRoute() {
  return <ChoosePassword purpose="invitation" />;
}

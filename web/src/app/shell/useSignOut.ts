import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';

import { api, setCsrfToken } from '@/shared/api/client';
import { toastFailed } from '@/shared/ui/toast';

/** End the session here and forget everything that was read under it. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    try {
      await api.POST('/api/v1/auth/logout');
    } catch (error) {
      toastFailed(error);
      return;
    }
    setCsrfToken('');
    await navigate({ to: '/login' });
    queries.clear();
  };
}

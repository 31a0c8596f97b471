import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api, read, setCsrfToken } from '@/shared/api/client';

export type Credentials = { email: string; password: string; organization?: string };

/** Start a session; what was read under another one is forgotten. */
export function useSignIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Credentials) => read(api.POST('/api/v1/auth/login', { body })),
    onSuccess: ({ csrf_token }) => {
      queries.clear();
      setCsrfToken(csrf_token);
    },
  });
}

export function useAskForLink() {
  return useMutation({
    mutationFn: (email: string) => api.POST('/api/v1/auth/password/forgot', { body: { email } }),
  });
}

export type Choice = { token: string; password: string };

/** Set the password behind a one-time link. */
export function useChoosePassword(purpose: 'reset' | 'invitation') {
  return useMutation<unknown, Error, Choice>({
    mutationFn: (body) =>
      purpose === 'reset'
        ? api.POST('/api/v1/auth/password/reset', { body })
        : api.POST('/api/v1/auth/invitations/accept', { body }),
  });
}

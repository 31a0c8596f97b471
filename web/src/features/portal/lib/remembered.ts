import type { Me } from '@/shared/api/me';

const KEY = 'deskplane.person';

/** Who used the portal here last, so that it opens without a network; never anything that lets somebody in. */
export function rememberPerson(me: Me): void {
  localStorage.setItem(KEY, JSON.stringify({ ...me, csrf_token: '' }));
}

export function rememberedPerson(): Me | undefined {
  try {
    return (JSON.parse(localStorage.getItem(KEY) ?? 'null') as Me | null) ?? undefined;
  } catch {
    return undefined;
  }
}

export function forgetPerson(): void {
  localStorage.removeItem(KEY);
}

import { isAway, probe, whenBack } from '@/shared/api/reach';

/** Style sheets that did not come; the loader of code asks for each of them only once. */
const missing = new Set<HTMLLinkElement>();
document.addEventListener(
  'error',
  ({ target }) => {
    if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') missing.add(target);
  },
  true,
);

function askAgain(old: HTMLLinkElement): Promise<void> {
  missing.delete(old);
  const link = old.cloneNode() as HTMLLinkElement;
  return new Promise((done) => {
    link.addEventListener('load', () => done());
    link.addEventListener('error', () => done());
    old.replaceWith(link);
  });
}

/** Get code or texts. While the desk cannot be reached, wait for it instead of failing. */
export async function sure<Found>(load: () => Promise<Found>): Promise<Found> {
  for (let again = false; ; again = true) {
    try {
      return await load();
    } catch (error) {
      await probe();
      if (isAway()) await whenBack();
      else if (again) throw error;
      await Promise.all([...missing].map(askAgain));
    }
  }
}

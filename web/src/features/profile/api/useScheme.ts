import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';

import { mantineScheme, type Scheme, schemeOf } from '@/shared/lib/preferences';
import { toastFailed } from '@/shared/ui/toast';

import { useChangeProfile } from './profile';

/** Light or dark, kept in the profile so that it holds on every device. */
export function useScheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const shown = useComputedColorScheme('light');
  const { mutate } = useChangeProfile();
  const choose = (scheme: Scheme) => {
    setColorScheme(mantineScheme(scheme));
    mutate({ theme: scheme }, { onError: (error) => toastFailed(error) });
  };
  return {
    scheme: schemeOf(colorScheme),
    choose,
    toggle: () => choose(shown === 'dark' ? 'light' : 'dark'),
  };
}

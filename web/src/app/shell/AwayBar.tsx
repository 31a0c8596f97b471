import { useTranslation } from 'react-i18next';

import { probe, useReach } from '@/shared/api/reach';
import { clockTime } from '@/shared/lib/format';
import { AsOfBar } from '@/shared/ui/States';

/** Over every page while the desk is silent: of which moment the page is. Goes by itself. */
export function AwayBar() {
  const { t } = useTranslation();
  const { away, since } = useReach();
  if (!away) return null;
  const time = clockTime(new Date(since));
  return (
    <AsOfBar
      kind="stale"
      action={
        <button type="button" onClick={() => void probe()}>
          {t('state.tryNow')}
        </button>
      }
    >
      {navigator.onLine ? t('state.away', { time }) : t('state.awayOffline', { time })}
    </AsOfBar>
  );
}

import { useTranslation } from 'react-i18next';

import { number } from '@/shared/lib/format';

/** 2 min 43 s, or 4 s; below ten seconds with a tenth. */
export function useSpan(): (seconds: number) => string {
  const { t } = useTranslation('connections');
  return (seconds) => {
    if (seconds < 10) return t('span.seconds', { s: number(seconds, 1) });
    const whole = Math.round(seconds);
    if (whole < 60) return t('span.seconds', { s: number(whole) });
    if (whole < 3600) return t('span.minutes', { m: Math.floor(whole / 60), s: whole % 60 });
    return t('span.hours', { h: Math.floor(whole / 3600), m: Math.floor((whole % 3600) / 60) });
  };
}

export function TimeLeft({ seconds }: { seconds: number }) {
  const { t } = useTranslation('connections');
  const span = useSpan();
  return <strong>{t('import.left', { span: span(Math.max(1, Math.round(seconds))) })}</strong>;
}

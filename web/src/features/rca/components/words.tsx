import { IconCheck, IconLoader2, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { JobState, Severity } from '@/features/rca/api/jobs';
import { Tag, type Tone } from '@/shared/ui/Tag';

const STATE_TONES: Record<JobState, Tone> = {
  queued: 'line',
  running: 'blue',
  completed: 'green',
  failed: 'red',
  cancelled: 'gray',
};
const STATE_ICONS = { completed: IconCheck, running: IconLoader2, failed: IconX } as const;
const SEVERITY_TONES: Record<Severity, Tone> = {
  critical: 'red',
  high: 'orange',
  medium: 'amber',
  low: 'gray',
};

export function JobStateTag({ state, at }: { state: JobState; at?: string | undefined }) {
  const { t } = useTranslation('rca');
  const icon = state in STATE_ICONS ? STATE_ICONS[state as keyof typeof STATE_ICONS] : undefined;
  return (
    <Tag tone={STATE_TONES[state]} {...(icon ? { icon } : {})}>
      {t(`state.${state}`)}
      {at ? ` ${at}` : ''}
    </Tag>
  );
}

export function SeverityTag({ severity }: { severity: Severity }) {
  const { t } = useTranslation('rca');
  return <Tag tone={SEVERITY_TONES[severity]}>{t(`severity.${severity}`)}</Tag>;
}

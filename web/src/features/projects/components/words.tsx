import { useTranslation } from 'react-i18next';

import type { ProjectState, TaskState } from '@/features/projects/api/projects';
import { Tag, type Tone } from '@/shared/ui/Tag';

const PROJECT_TONES: Record<ProjectState, Tone> = {
  planned: 'line',
  active: 'blue',
  on_hold: 'amber',
  done: 'green',
  cancelled: 'gray',
};
const TASK_TONES: Record<TaskState, Tone> = {
  todo: 'line',
  in_progress: 'blue',
  blocked: 'orange',
  done: 'green',
  cancelled: 'gray',
};

export function ProjectStateTag({ state }: { state: ProjectState }) {
  const { t } = useTranslation('projects');
  return <Tag tone={PROJECT_TONES[state]}>{t(`state.${state}`)}</Tag>;
}

export function TaskStateTag({ state }: { state: TaskState }) {
  const { t } = useTranslation('projects');
  return <Tag tone={TASK_TONES[state]}>{t(`taskState.${state}`)}</Tag>;
}

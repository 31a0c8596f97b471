import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { LINK_TYPES, type WorkLinkType } from '@/features/projects/api/useTicketLinks';
import { Segmented } from '@/shared/ui/Segmented';

import classes from './TicketWorkSection.module.css';
import { ProjectPick, TaskPick } from './WorkPick';

type Props = {
  number: string;
  onLink: (what: 'project' | 'task', id: string, type: WorkLinkType) => void;
};

/** Link a ticket to a project or a task. */
export function AddWork({ number, onLink }: Props) {
  const { t } = useTranslation('projects');
  const [type, setType] = useState<WorkLinkType>('related');
  const [what, setWhat] = useState<'project' | 'task'>('project');
  return (
    <div className={classes.add}>
      <Select
        label={t('link.kind', { number })}
        data={LINK_TYPES.map((value) => ({ value, label: t(`link.${value}`) }))}
        value={type}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
        onChange={(value) => setType(LINK_TYPES.find((each) => each === value) ?? 'related')}
      />
      <Segmented
        label={t('link.what')}
        value={what}
        onChange={setWhat}
        fullWidth
        segments={[
          { value: 'project', label: t('link.project') },
          { value: 'task', label: t('link.task') },
        ]}
      />
      {what === 'project' ? (
        <ProjectPick label={t('link.project')} onPick={(id) => onLink('project', id, type)} />
      ) : (
        <TaskPick label={t('link.task')} onPick={(id) => onLink('task', id, type)} />
      )}
    </div>
  );
}

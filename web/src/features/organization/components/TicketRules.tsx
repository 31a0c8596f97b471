import { Checkbox, NumberInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';

import {
  CHILDREN,
  type OrganizationValues,
  VISIBILITIES,
} from '@/features/organization/lib/values';
import { Segmented } from '@/shared/ui/Segmented';
import { Labelled, SettingsSection } from '@/shared/ui/SettingsSection';

type Props = { form: UseFormReturnType<OrganizationValues>; mayWrite: boolean };

const DAYS = 365;
const WEEK_MINUTES = 10_080;

/** The rules that tickets, comments and files follow here. */
export function TicketRules({ form, mayWrite }: Props) {
  const { t } = useTranslation('organization');
  const { ticket_visibility, close_children } = form.getValues();
  const box = (name: 'resolution_required' | 'reply_reopens' | 'attachments_allow_programs') => ({
    disabled: !mayWrite,
    ...form.getInputProps(name, { type: 'checkbox' }),
  });
  return (
    <>
      <SettingsSection title={t('tickets')}>
        <Labelled label={t('visibility.label')}>
          <Segmented
            label={t('visibility.label')}
            value={ticket_visibility}
            onChange={(next) => mayWrite && form.setFieldValue('ticket_visibility', next)}
            segments={VISIBILITIES.map((value) => ({ value, label: t(`visibility.${value}`) }))}
          />
        </Labelled>
        <NumberInput
          label={t('reopenDays')}
          description={t('reopenDaysHelp')}
          min={0}
          max={DAYS}
          suffix={t('days')}
          allowDecimal={false}
          hideControls
          readOnly={!mayWrite}
          {...form.getInputProps('reopen_days')}
        />
        <Labelled label={t('children.label')}>
          <Segmented
            label={t('children.label')}
            value={close_children}
            onChange={(next) => mayWrite && form.setFieldValue('close_children', next)}
            segments={CHILDREN.map((value) => ({ value, label: t(`children.${value}`) }))}
          />
        </Labelled>
        <Checkbox label={t('resolutionRequired')} {...box('resolution_required')} />
      </SettingsSection>
      <SettingsSection title={t('conversation')}>
        <Checkbox
          label={t('replyReopens')}
          description={t('replyReopensHelp')}
          {...box('reply_reopens')}
        />
        <NumberInput
          label={t('editMinutes')}
          description={t('editMinutesHelp')}
          min={0}
          max={WEEK_MINUTES}
          suffix={t('minutes')}
          allowDecimal={false}
          hideControls
          readOnly={!mayWrite}
          {...form.getInputProps('comment_edit_minutes')}
        />
        <Checkbox
          label={t('allowPrograms')}
          description={t('allowProgramsHelp')}
          {...box('attachments_allow_programs')}
        />
      </SettingsSection>
    </>
  );
}

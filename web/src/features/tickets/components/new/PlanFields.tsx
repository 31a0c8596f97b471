import { Select, TagsInput, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { matrixQuery, tagsQuery } from '@/features/tickets/api/catalog';
import { fromMatrix, type NewTicketValues } from '@/features/tickets/lib/newTicket';
import { useMay } from '@/shared/api/me';
import { FieldPair } from '@/shared/forms/FormActions';
import { PRIORITIES } from '@/shared/lib/vocabulary';
import { Priority } from '@/shared/ui/Priority';

import classes from './NewTicket.module.css';
import { PersonSelect, TeamSelect } from './Selects';

type Form = UseFormReturnType<NewTicketValues>;

const LEVELS = ['1', '2', '3'] as const;

function PriorityFields({ form }: { form: Form }) {
  const { t } = useTranslation(['newTicket', 'common']);
  const { data: cells } = useQuery(matrixQuery);
  const follows = fromMatrix(cells, form.values);
  const levels = LEVELS.map((value) => ({ value, label: t(`level.${value}`) }));
  return (
    <>
      <FieldPair>
        <Select
          label={t('impact')}
          placeholder={t('notSet')}
          data={levels}
          clearable
          {...form.getInputProps('impact')}
        />
        <Select
          label={t('urgency')}
          placeholder={t('notSet')}
          data={levels}
          clearable
          {...form.getInputProps('urgency')}
        />
      </FieldPair>
      <div>
        <Select
          label={t('priority')}
          placeholder={t(follows ? 'asMatrix' : 'notSet')}
          data={PRIORITIES.map((value) => ({ value, label: t(`common:priority.${value}`) }))}
          renderOption={({ option }) => {
            const known = PRIORITIES.find((priority) => priority === option.value);
            return known ? <Priority priority={known} /> : option.label;
          }}
          clearable
          {...form.getInputProps('priority')}
        />
        <p className={classes.result} aria-live="polite">
          {form.values.priority ? (
            t('byHand')
          ) : (
            <>
              {t('results')} <Priority priority={follows ?? 'medium'} />
            </>
          )}
        </p>
      </div>
    </>
  );
}

/** What the desk plans with: how urgent, for whom, by whom, until when. */
export function PlanFields({ form }: { form: Form }) {
  const { t } = useTranslation('newTicket');
  const mayAssign = useMay('ticket:assign');
  const { data: tags = [] } = useQuery(tagsQuery);
  return (
    <>
      <PersonSelect
        label={t('requester')}
        placeholder={t('requesterMe')}
        {...form.getInputProps('requester_id')}
      />
      <PriorityFields form={form} />
      {mayAssign ? (
        <>
          <TeamSelect
            label={t('team')}
            placeholder={t('nobody')}
            {...form.getInputProps('team_id')}
          />
          <PersonSelect
            deskOnly
            label={t('assignee')}
            placeholder={t('nobody')}
            {...form.getInputProps('assignee_id')}
          />
        </>
      ) : null}
      <TextInput label={t('due')} type="datetime-local" {...form.getInputProps('due_at')} />
      <TagsInput
        label={t('tags')}
        data={tags.map(({ name }) => name)}
        {...form.getInputProps('tags')}
      />
    </>
  );
}

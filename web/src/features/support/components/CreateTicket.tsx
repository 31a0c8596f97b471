import { Modal, Select, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useTicketActions } from '@/features/support/api/useTicketActions';
import { FieldPair, Fields, FormActions } from '@/shared/forms/FormActions';
import { applyProblem } from '@/shared/forms/problemForm';
import {
  PRIORITIES,
  TICKET_TYPES,
  type TicketPriority,
  type TicketType,
} from '@/shared/lib/vocabulary';
import { toastDone } from '@/shared/ui/toast';

const LONGEST = 300;

type Props = { onClose: () => void; onCreated: (number: string) => void };

/** A new ticket in four fields; everything else can be said on its page. */
export function CreateTicket({ onClose, onCreated }: Props) {
  const { t } = useTranslation(['support', 'common']);
  const { createTicket } = useTicketActions();
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm({
    initialValues: {
      title: '',
      description: '',
      type: 'incident' as TicketType,
      priority: 'medium' as TicketPriority,
    },
    validate: { title: (title) => (title.trim() ? null : t('common:form.missing')) },
  });
  const submit = form.onSubmit(async (draft) => {
    setSaving(true);
    setProblem(null);
    try {
      const { number } = await createTicket(draft);
      toastDone(t('created', { number }));
      onCreated(number);
    } catch (error) {
      setProblem(applyProblem(form, error));
      setSaving(false);
    }
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('create')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Fields>
          <TextInput
            label={`${t('column.title')} (${t('common:form.required')})`}
            maxLength={LONGEST}
            data-autofocus
            {...form.getInputProps('title')}
          />
          <Textarea
            label={t('column.description')}
            autosize
            minRows={4}
            maxRows={12}
            {...form.getInputProps('description')}
          />
          <FieldPair>
            <Select
              label={t('column.type')}
              data={TICKET_TYPES.map((value) => ({ value, label: t(`common:type.${value}`) }))}
              allowDeselect={false}
              {...form.getInputProps('type')}
            />
            <Select
              label={t('sort.priority')}
              data={PRIORITIES.map((value) => ({ value, label: t(`common:priority.${value}`) }))}
              allowDeselect={false}
              {...form.getInputProps('priority')}
            />
          </FieldPair>
        </Fields>
        <FormActions action={t('create')} saving={saving} problem={problem} onCancel={onClose} />
      </form>
    </Modal>
  );
}

import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { templatesQuery } from '@/features/tickets/api/catalog';
import { REQUESTER_TYPES } from '@/features/tickets/lib/newTicket';
import { Fields } from '@/shared/forms/FormActions';
import { keyCaps, useKeys } from '@/shared/lib/keys';
import { TICKET_TYPES } from '@/shared/lib/vocabulary';
import { useConfirm } from '@/shared/ui/ConfirmDialog';
import { Kbd } from '@/shared/ui/Kbd';
import { Segmented } from '@/shared/ui/Segmented';
import { Labelled } from '@/shared/ui/SettingsSection';

import { Attachments } from './Attachments';
import { CustomInputs } from './CustomInputs';
import classes from './NewTicket.module.css';
import { PlanFields } from './PlanFields';
import { RefusalSummary } from './RefusalSummary';
import { CategorySelect } from './Selects';
import { useFileDrop } from './useFileDrop';
import { useNewTicket } from './useNewTicket';

type State = ReturnType<typeof useNewTicket>;

/** Which template filled the form; only offered where there are some. */
function TemplateSelect({ onPick }: { onPick: (id: string) => void }) {
  const { t } = useTranslation('newTicket');
  const { data: templates = [] } = useQuery(templatesQuery);
  const [chosen, setChosen] = useState<string | null>(null);
  if (templates.length === 0) return null;
  const byId = new Map(templates.map((template) => [template.id, template]));
  return (
    <Select
      label={t('template')}
      placeholder={t('templateNone')}
      description={t('templateHelp')}
      data={templates.map(({ id, name }) => ({ value: id, label: name }))}
      renderOption={({ option }) => (
        <span className={classes.template}>
          {option.label}
          <span className="muted small">{byId.get(option.value)?.description}</span>
        </span>
      )}
      value={chosen}
      onChange={(id) => {
        setChosen(id);
        if (id) onPick(id);
      }}
      searchable={templates.length > 7}
    />
  );
}

/** What it is about, in the words of whoever writes it. */
function Story({ state, over }: { state: State; over: boolean }) {
  const { t } = useTranslation(['newTicket', 'common']);
  const { form, fields, uploads } = state;
  const types = state.isDesk ? TICKET_TYPES : REQUESTER_TYPES;
  const { value: type, onChange: onType } = form.getInputProps('type');
  return (
    <Fields>
      <TextInput
        label={`${t('name')} (${t('common:form.required')})`}
        maxLength={500}
        autoComplete="off"
        data-autofocus
        autoFocus
        {...form.getInputProps('title')}
      />
      <Labelled label={t('type')}>
        <Segmented
          label={t('type')}
          value={type}
          onChange={onType}
          segments={types.map((value) => ({ value, label: t(`common:type.${value}`) }))}
        />
        {form.errors.type ? (
          <p className={classes.error} role="alert">
            {form.errors.type}
          </p>
        ) : null}
      </Labelled>
      <Textarea
        label={t('description')}
        placeholder={t('descriptionHint')}
        autosize
        minRows={7}
        maxRows={24}
        {...form.getInputProps('description')}
      />
      {fields.length > 0 ? (
        <div className={classes.own}>
          <CustomInputs fields={fields} form={form} />
        </div>
      ) : null}
      <Attachments
        uploads={uploads}
        over={over}
        error={form.errors.attachment_ids ? String(form.errors.attachment_ids) : undefined}
      />
    </Fields>
  );
}

type Props = { onCreated: (number: string) => void; onLeave: () => void };

/** A new ticket: the story at the left, where it goes at the right, the way out at the bottom. */
export function NewTicketForm({ onCreated, onLeave }: Props) {
  const { t } = useTranslation(['newTicket', 'common']);
  const confirm = useConfirm();
  const state = useNewTicket(onCreated);
  const { form, uploads, refusal } = state;
  const { over, handlers } = useFileDrop(uploads.add);
  useKeys([{ keys: 'mod+enter', label: t('create'), run: () => void state.send() }]);

  const discard = async () => {
    const sure =
      !state.isDirty ||
      (await confirm({
        title: t('discardTitle'),
        body: t('discardWhy'),
        action: t('discard'),
        danger: true,
      }));
    if (!sure) return;
    state.discard();
    onLeave();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void state.send();
  };

  return (
    <form className={classes.form} onSubmit={submit} noValidate {...handlers}>
      <div className={classes.body}>
        <div className={classes.story}>
          {refusal ? <RefusalSummary refusal={refusal} onField={state.goTo} /> : null}
          <Story state={state} over={over} />
        </div>
        <div className={classes.plan}>
          <Fields>
            <TemplateSelect onPick={state.fillFrom} />
            <CategorySelect
              label={t('category')}
              placeholder={t('categoryNone')}
              {...form.getInputProps('category_id')}
            />
            {state.isDesk ? <PlanFields form={form} /> : null}
          </Fields>
        </div>
      </div>
      <div className={classes.foot}>
        <span className={classes.kept}>{state.isDirty ? t('kept') : null}</span>
        <Button variant="subtle" onClick={() => void discard()}>
          {t(state.isDirty ? 'discard' : 'common:action.cancel')}
        </Button>
        <Button
          type="submit"
          variant="filled"
          loading={state.saving}
          disabled={uploads.busy}
          rightSection={
            <span className={classes.keys}>
              <Kbd onFill>{keyCaps('mod+enter').join(' ')}</Kbd>
            </span>
          }
        >
          {t(uploads.busy ? 'uploading' : 'create')}
        </Button>
      </div>
    </form>
  );
}

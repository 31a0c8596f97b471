import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import {
  type Macro,
  type Step,
  useAddMacro,
  useChangeMacro,
  useDeleteMacro,
} from '@/features/macros/api/macros';
import { newStep } from '@/features/macros/lib/steps';
import { teamsQuery } from '@/shared/api/directory';
import { useMay } from '@/shared/api/me';
import { Fields, FormActions } from '@/shared/forms/FormActions';
import { LeaveGuard } from '@/shared/forms/LeaveGuard';
import { fieldErrors } from '@/shared/forms/problemForm';
import { useStoredForm } from '@/shared/forms/useStoredForm';
import { useConfirm } from '@/shared/ui/ConfirmDialog';
import { Icon } from '@/shared/ui/Icon';
import { Panel } from '@/shared/ui/Panel';
import { toastDone, toastFailed } from '@/shared/ui/toast';

import { ConditionEditor } from './ConditionEditor';
import { LivePreview, type TicketSearch } from './LivePreview';
import classes from './Macros.module.css';
import { type Kept, kept, StepsEditor } from './StepsEditor';

type Values = {
  name: string;
  description: string;
  /** `all`, `me`, or the id of a team. */
  scope: string;
  condition: string;
  actions: Kept[];
  is_active: boolean;
};

const ALL = 'all';
const ME = 'me';

const scopeOf = ({ owner_id, team_id }: Macro) => (owner_id ? ME : (team_id ?? ALL));
const conditionText = ({ condition, condition_text }: Macro) =>
  condition_text ?? (condition === null ? '' : JSON.stringify(condition));

function valuesOf(macro: Macro | null, mayShare: boolean): Values {
  if (!macro) {
    return {
      name: '',
      description: '',
      scope: mayShare ? ALL : ME,
      condition: '',
      actions: [kept(newStep('status'))],
      is_active: true,
    };
  }
  return {
    name: macro.name,
    description: macro.description,
    scope: scopeOf(macro),
    condition: conditionText(macro),
    actions: macro.actions.map((step) => kept(step)),
    is_active: macro.is_active,
  };
}

function ScopeSelect({ form, isNew }: { form: UseFormReturnType<Values>; isNew: boolean }) {
  const { t } = useTranslation('macros');
  const mayShare = useMay('macro:write');
  const { data: teams } = useQuery(teamsQuery);
  const isMine = form.getValues().scope === ME;
  const shared = [
    { value: ALL, label: t('scope.all') },
    ...(teams?.data ?? []).map(({ id, name }) => ({ value: id, label: t('scope.team', { name }) })),
  ];
  const mine = { value: ME, label: t('scope.me') };
  const data = isNew ? [...(mayShare ? shared : []), mine] : isMine ? [mine] : shared;
  return (
    <Select
      label={t('field.scope')}
      allowDeselect={false}
      searchable
      data={data}
      {...form.getInputProps('scope')}
    />
  );
}

/** Reasons that belong to single steps, by their place. */
function stepErrors(error: unknown): Record<number, string> {
  const found: Record<number, string> = {};
  for (const [path, reason] of Object.entries(fieldErrors(error))) {
    const place = /^actions\.(\d+)/.exec(path)?.[1];
    if (place !== undefined) found[Number(place)] ??= reason;
  }
  return found;
}

/** What goes to the server of what stands in the form. */
function bodyOf({ scope, actions, condition, ...values }: Partial<Values>) {
  const team = scope === ALL || scope === ME ? null : scope;
  return {
    ...values,
    ...(condition === undefined ? {} : { condition: condition.trim() || null }),
    ...(actions === undefined ? {} : { actions: actions.map(({ step }): Step => step) }),
    ...(team === undefined ? {} : { team_id: team }),
  };
}

function useMacroForm(macro: Macro | null, onDone: () => void) {
  const { t } = useTranslation(['macros', 'common']);
  const mayShare = useMay('macro:write');
  const add = useAddMacro();
  const change = useChangeMacro(macro?.id ?? '');
  const [errors, setErrors] = useState<Record<number, string>>({});
  const stored = useStoredForm<Values>({
    stored: valuesOf(macro, mayShare),
    version: macro?.version,
    validate: ({ name }) => (name.trim() ? {} : { name: t('common:form.missing') }),
    save: async (changed, version, all) => {
      setErrors({});
      try {
        const { name } = macro
          ? await change.mutateAsync({ ...bodyOf(changed), version: version ?? null })
          : await add.mutateAsync({
              ...bodyOf(all),
              name: all.name,
              actions: all.actions.map(({ step }) => step),
              personal: all.scope === ME,
            });
        toastDone(t('saved', { name }));
      } catch (error) {
        setErrors(stepErrors(error));
        throw error;
      }
    },
    onSaved: onDone,
  });
  return { ...stored, errors };
}

type Props = { macro: Macro | null; ticketSearch: TicketSearch; onClose: () => void };

/** One macro: what it is called, for whom it is, what it does, and what that would come to. */
export function MacroPanel({ macro, ticketSearch, onClose }: Props) {
  const { t } = useTranslation(['macros', 'common']);
  const confirm = useConfirm();
  const remove = useDeleteMacro();
  const { form, submit, problem, errors, saving } = useMacroForm(macro, onClose);
  const { actions, condition } = form.getValues();
  const title = macro ? macro.name : t('add');
  const take = async () => {
    if (!macro) return;
    const sure = await confirm({
      title: t('delete.title', { name: macro.name }),
      body: t('delete.why'),
      action: t('delete.action'),
      danger: true,
    });
    if (!sure) return;
    remove.mutate(macro.id, { onSuccess: onClose, onError: (error) => toastFailed(error) });
  };
  return (
    <Panel
      label={title}
      title={title}
      onClose={onClose}
      buttons={
        macro ? (
          <Button
            size="xs"
            variant="subtle"
            leftSection={<Icon of={IconTrash} size="s" />}
            onClick={() => void take()}
          >
            {t('common:action.delete')}
          </Button>
        ) : null
      }
    >
      <LeaveGuard when={form.isDirty()} />
      <form
        className={classes.part}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        noValidate
      >
        <Fields>
          <TextInput
            label={`${t('field.name')} (${t('common:form.required')})`}
            {...form.getInputProps('name')}
          />
          <Textarea
            label={t('field.description')}
            autosize
            minRows={1}
            maxRows={4}
            {...form.getInputProps('description')}
          />
          <ScopeSelect form={form} isNew={macro === null} />
          <ConditionEditor
            value={condition}
            error={form.errors.condition}
            onChange={(text) => form.setFieldValue('condition', text)}
          />
          <div>
            <h3 className={classes.heading}>{t('field.actions')}</h3>
            <StepsEditor
              steps={actions}
              errors={errors}
              onChange={(steps) => form.setFieldValue('actions', steps)}
            />
            {form.errors.actions ? (
              <p className={classes.why} role="alert">
                {form.errors.actions}
              </p>
            ) : null}
          </div>
          {macro ? (
            <Checkbox
              label={t('field.active')}
              {...form.getInputProps('is_active', { type: 'checkbox' })}
            />
          ) : null}
        </Fields>
        <FormActions
          action={macro ? t('common:action.save') : t('create')}
          saving={saving}
          problem={problem}
          onCancel={onClose}
        />
      </form>
      <LivePreview
        steps={actions.map(({ step }) => step)}
        condition={condition}
        ticketSearch={ticketSearch}
      />
    </Panel>
  );
}

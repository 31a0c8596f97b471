import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type Board, choiceFieldsQuery } from '@/features/board/api/boards';
import { type BoardDraft, useBoardWrites } from '@/features/board/api/useBoardWrites';
import { LANES } from '@/features/board/lib/search';
import { teamsQuery } from '@/shared/api/directory';
import { asProblem } from '@/shared/api/problem';
import { FieldPair, Fields, FormActions } from '@/shared/forms/FormActions';
import { applyProblem } from '@/shared/forms/problemForm';
import { useConfirm } from '@/shared/ui/ConfirmDialog';
import { toastDone, toastFailed } from '@/shared/ui/toast';

import classes from './BoardSettings.module.css';
import { ColumnList } from './ColumnList';
import { useFieldWords } from './useFieldWords';

type Props = {
  /** Null for a new one. */
  board: Board | null;
  onSaved: (id: string) => void;
  onDeleted: () => void;
  onClose: () => void;
};

const FIRST = ['new', 'open', 'in_progress', 'pending', 'on_hold', 'resolved'];

const draftOf = (board: Board | null): Required<BoardDraft> => ({
  name: board?.name ?? '',
  team_id: board?.team_id ?? null,
  column_field: board?.column_field ?? 'status',
  columns: board?.columns ?? FIRST.map((value) => ({ value, limit: null })),
  lane_field: board?.lane_field ?? 'none',
});

/** How a board is set up: whose tickets, which columns, how many in each at the most. */
export function BoardSettings({ board, onSaved, onDeleted, onClose }: Props) {
  const { t } = useTranslation(['board', 'common']);
  const { save, remove } = useBoardWrites();
  const confirm = useConfirm();
  const { data: teams } = useQuery(teamsQuery);
  const { data: choices = [] } = useQuery(choiceFieldsQuery);
  const fields = useFieldWords(choices);
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm({
    initialValues: draftOf(board),
    validate: { name: (name) => (name.trim() ? null : t('common:form.missing')) },
  });
  const { column_field: field, columns } = form.values;

  const submit = form.onSubmit(async (draft) => {
    setProblem(null);
    try {
      const saved = await save.mutateAsync({ board, draft });
      toastDone(t('settings.saved', { name: saved.name }));
      onSaved(saved.id);
    } catch (error) {
      const stale = typeof asProblem(error).extra.current_version === 'number';
      setProblem(stale ? t('settings.stale') : applyProblem(form, error));
    }
  });

  const onDelete = async () => {
    if (!board) return;
    const sure = await confirm({
      title: t('settings.deleteTitle', { name: board.name }),
      body: t('settings.deleteBody'),
      action: t('settings.delete'),
      danger: true,
    });
    if (!sure) return;
    try {
      await remove.mutateAsync(board);
      onDeleted();
    } catch (error) {
      toastFailed(error);
    }
  };

  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={board ? t('settings.title', { name: board.name }) : t('newBoard')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Fields>
          <TextInput
            label={`${t('settings.name')} (${t('common:form.required')})`}
            maxLength={80}
            data-autofocus
            {...form.getInputProps('name')}
          />
          <Select
            label={t('settings.team')}
            placeholder={t('settings.wholeDesk')}
            data={(teams?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            clearable
            searchable
            {...form.getInputProps('team_id')}
          />
          <FieldPair>
            <Select
              label={t('columns')}
              data={fields}
              allowDeselect={false}
              value={field}
              error={form.errors.column_field}
              onChange={(next) => {
                if (!next || next === field) return;
                form.setValues({ column_field: next, columns: [] });
              }}
            />
            <Select
              label={t('lanes')}
              data={LANES.map((lane) => ({ value: lane, label: t(`lane.${lane}`) }))}
              allowDeselect={false}
              {...form.getInputProps('lane_field')}
            />
          </FieldPair>
          <ColumnList
            field={field}
            columns={columns}
            errors={form.errors}
            onChange={(next) => form.setFieldValue('columns', next)}
          />
        </Fields>
        <div className={classes.foot}>
          {board ? (
            <Button variant="danger" onClick={() => void onDelete()}>
              {t('settings.delete')}
            </Button>
          ) : null}
          <div className={classes.actions}>
            <FormActions
              action={board ? t('settings.save') : t('settings.create')}
              saving={save.isPending}
              problem={problem}
              onCancel={onClose}
            />
          </div>
        </div>
      </form>
    </Modal>
  );
}

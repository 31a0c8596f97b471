import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type Project, useAddProject, useChangeProject } from '@/features/projects/api/projects';
import { FormActions } from '@/shared/forms/FormActions';
import { applyProblem } from '@/shared/forms/problemForm';
import { useStoredForm } from '@/shared/forms/useStoredForm';
import { Panel } from '@/shared/ui/Panel';
import { toastDone } from '@/shared/ui/toast';

import { bodyOf, emptyProject, ProjectFields, type ProjectValues, valuesOf } from './ProjectFields';
import classes from './Projects.module.css';

type NewProps = { onClose: () => void; onAdded: (id: string) => void };

export function NewProjectPanel({ onClose, onAdded }: NewProps) {
  const { t } = useTranslation(['projects', 'common']);
  const add = useAddProject();
  const [problem, setProblem] = useState<string | null>(null);
  const missing = (value: string) => (value.trim() ? null : t('common:form.missing'));
  const form = useForm<ProjectValues>({
    initialValues: emptyProject,
    validate: { name: missing, key: missing },
  });
  const submit = async (values: ProjectValues) => {
    setProblem(null);
    try {
      const project = await add.mutateAsync(bodyOf(values));
      toastDone(t('new.done', { name: project.name }));
      onAdded(project.id);
    } catch (error) {
      setProblem(applyProblem(form, error));
    }
  };
  return (
    <Panel label={t('new.title')} title={t('new.title')} onClose={onClose}>
      <form className={classes.part} onSubmit={form.onSubmit(submit)} noValidate>
        <ProjectFields form={form} isNew />
        <FormActions
          action={t('new.action')}
          saving={add.isPending}
          problem={problem}
          onCancel={onClose}
        />
      </form>
    </Panel>
  );
}

export function EditProjectPanel({ project, onClose }: { project: Project; onClose: () => void }) {
  const { t } = useTranslation(['projects', 'common']);
  const change = useChangeProject(project.id);
  const { form, saving, problem, submit } = useStoredForm<ProjectValues>({
    stored: valuesOf(project),
    version: project.version,
    validate: ({ name, key }) => ({
      ...(name.trim() ? {} : { name: t('common:form.missing') }),
      ...(key.trim() ? {} : { key: t('common:form.missing') }),
    }),
    save: (values, version) =>
      change.mutateAsync({ ...bodyOf(values), ...(version === undefined ? {} : { version }) }),
    onSaved: () => {
      toastDone(t('edit.done'));
      onClose();
    },
  });
  return (
    <Panel label={t('edit.title')} title={t('edit.title')} onClose={onClose}>
      <form
        className={classes.part}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        noValidate
      >
        <ProjectFields form={form} />
        <FormActions saving={saving} problem={problem} onCancel={onClose} />
      </form>
    </Panel>
  );
}

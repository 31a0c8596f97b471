import { Button, Textarea, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import type { FormField, Request } from '@/features/portal/api/types';
import box from '@/features/portal/components/Portal.module.css';
import { useFileDrop } from '@/features/portal/lib/useFileDrop';
import { useReach } from '@/shared/api/reach';
import { cx } from '@/shared/lib/cx';

import { AskedInput } from './AskedInput';
import { Pictures } from './Pictures';
import classes from './RequestForm.module.css';
import { useRequestForm } from './useRequestForm';

type Props = {
  cardId: string | undefined;
  asks: readonly FormField[];
  start: { title: string; description: string };
  onSent: (request: Request | undefined) => void;
  onKept: () => void;
  onLeave: () => void;
};

/** A new request: what it is, what happened, what the card asks, pictures. */
export function RequestForm({ cardId, asks, start, onSent, onKept, onLeave }: Props) {
  const { t } = useTranslation(['portal', 'common']);
  const { away } = useReach();
  const form = useRequestForm({ cardId, asks, start, onSent, onKept });
  const { over, handlers } = useFileDrop(form.addFiles);
  if (!form.state) return null;
  const { values, files } = form.state;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void form.submit();
  };
  return (
    <form className={cx(box.box, classes.form)} onSubmit={submit} noValidate {...handlers}>
      <div className={classes.fields}>
        <TextInput
          label={`${t('form.summary')} (${t('common:form.required')})`}
          description={t('form.summaryHelp')}
          maxLength={500}
          autoComplete="off"
          data-path="title"
          value={values.title}
          error={form.errors.title}
          onChange={(event) => form.set({ title: event.currentTarget.value })}
        />
        <Textarea
          label={t('form.details')}
          description={t('form.detailsHelp')}
          autosize
          minRows={5}
          maxRows={18}
          maxLength={20_000}
          data-path="description"
          value={values.description}
          error={form.errors.description}
          onChange={(event) => form.set({ description: event.currentTarget.value })}
        />
        {asks.map((field) => (
          <AskedInput
            key={field.key}
            field={field}
            value={values.custom_fields[field.key]}
            error={form.errors[`custom_fields.${field.key}`]}
            onChange={(value) => form.answer(field.key, value)}
          />
        ))}
        <Pictures
          files={files}
          over={over}
          onAdd={form.addFiles}
          onRemove={form.removeFile}
          error={form.errors.attachment_ids}
        />
      </div>
      <div className={classes.foot}>
        {form.problem ? (
          <p className={classes.problem} role="alert">
            {form.problem}
          </p>
        ) : null}
        {away ? (
          <span className={classes.kept}>{t(navigator.onLine ? 'form.away' : 'form.offline')}</span>
        ) : null}
        <Button size="lg" onClick={onLeave}>
          {t('common:action.cancel')}
        </Button>
        <Button size="lg" type="submit" variant="filled" loading={form.sending}>
          {t('form.send')}
        </Button>
      </div>
    </form>
  );
}

import { Button, Select, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { resolutionCodesQuery } from '@/features/tickets/api/catalog';
import { useMe } from '@/shared/api/me';
import { Fields } from '@/shared/forms/FormActions';
import type { TicketType } from '@/shared/lib/vocabulary';

import classes from './change.module.css';

export type Resolution = { resolution_code?: string; resolution_text?: string };

export type ResolveFormProps = {
  /** Narrows the codes to those for this type. */
  type?: TicketType | undefined;
  onClose: () => void;
  onResolve: (resolution: Resolution) => void;
};

/** How a ticket ended: a code and what was done. */
export function ResolveForm({ type, onClose, onResolve }: ResolveFormProps) {
  const { t } = useTranslation(['tickets', 'common']);
  const { settings } = useMe();
  const needsCode = settings.resolution_required === true;
  const { data = [] } = useQuery(resolutionCodesQuery);
  const codes = data.filter(
    ({ applies_to }) => !type || applies_to.length === 0 || applies_to.includes(type),
  );
  const form = useForm({
    initialValues: { code: null as string | null, text: '' },
    validate: { code: (code) => (needsCode && !code ? t('common:form.missing') : null) },
  });
  const choose = (code: string | null) => {
    const { text } = form.getValues();
    const template = codes.find((each) => each.code === code)?.template ?? '';
    form.setFieldValue('code', code);
    if (template && !text) form.setFieldValue('text', template);
  };
  const submit = form.onSubmit(({ code, text }) =>
    onResolve({
      ...(code ? { resolution_code: code } : {}),
      ...(text.trim() ? { resolution_text: text.trim() } : {}),
    }),
  );
  const label = t('resolve.code');
  return (
    <form onSubmit={submit}>
      <Fields>
        <Select
          label={needsCode ? `${label} (${t('common:form.required')})` : label}
          placeholder={t('common:form.choose')}
          data={codes.map((each) => ({ value: each.code, label: each.label }))}
          clearable={!needsCode}
          searchable
          openOnFocus={false}
          data-autofocus
          {...form.getInputProps('code')}
          onChange={choose}
        />
        <Textarea
          label={t('resolve.text')}
          description={t('resolve.textHelp')}
          autosize
          minRows={4}
          maxRows={12}
          {...form.getInputProps('text')}
        />
      </Fields>
      <div className={classes.actions}>
        <Button onClick={onClose}>{t('common:action.cancel')}</Button>
        <Button type="submit" variant="filled">
          {t('resolve.action')}
        </Button>
      </div>
    </form>
  );
}

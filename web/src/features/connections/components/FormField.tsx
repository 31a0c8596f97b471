import { Select, Switch, TagsInput, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';

import type { Field, Values } from '@/features/connections/lib/fields';
import { PasswordField } from '@/shared/forms/PasswordField';

type Props = {
  field: Field;
  type: string;
  form: UseFormReturnType<Values>;
  /** Something is stored that is never shown again. */
  stored: boolean;
};

/** Words of a field: ours where the text file has them, else those of the connector. */
function useWords(type: string, { name, title, description, placeholder, main }: Field) {
  const { t } = useTranslation(['connections', 'common']);
  const own = (part: string, usual: string) =>
    t(`form.${type}.${name}.${part}` as 'form.jira_itsm.base_url.label', { defaultValue: usual });
  const label = own('label', title);
  return {
    label: main ? t('form.required', { label }) : label,
    description: own('help', description) || undefined,
    placeholder: own('placeholder', placeholder) || undefined,
  };
}

/** One field of a connector's form, drawn from its schema. */
export function FormField({ field, type, form, stored }: Props) {
  const { t } = useTranslation('connections');
  const words = useWords(type, field);
  const key = form.key(field.path);
  if (field.kind === 'secret') {
    const { label, ...rest } = words;
    return (
      <PasswordField
        key={key}
        {...rest}
        label={label}
        autoComplete="new-password"
        {...(stored && field.main ? { placeholder: t('form.stored') } : {})}
        {...form.getInputProps(field.path)}
      />
    );
  }
  if (field.kind === 'choice') {
    return (
      <Select
        key={key}
        {...words}
        allowDeselect={false}
        data={field.choices.map((value) => ({
          value,
          label: t(`form.${type}.${field.name}.${value}` as 'form.jira_itsm.deployment.cloud', {
            defaultValue: value,
          }),
        }))}
        {...form.getInputProps(field.path)}
      />
    );
  }
  if (field.kind === 'list') {
    return <TagsInput key={key} {...words} {...form.getInputProps(field.path)} />;
  }
  if (field.kind === 'switch') {
    return (
      <Switch
        key={key}
        label={words.label}
        description={words.description}
        {...form.getInputProps(field.path, { type: 'checkbox' })}
      />
    );
  }
  return (
    <TextInput
      key={key}
      {...words}
      type={field.kind === 'url' ? 'url' : 'text'}
      inputMode={field.kind === 'number' ? 'numeric' : undefined}
      autoComplete="off"
      {...form.getInputProps(field.path)}
    />
  );
}

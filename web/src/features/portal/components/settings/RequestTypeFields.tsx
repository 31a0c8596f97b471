import {
  ActionIcon,
  MultiSelect,
  NumberInput,
  Select,
  Switch,
  Textarea,
  TextInput,
} from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { askableFieldsQuery, formCategoriesQuery } from '@/features/portal/api/requestTypes';
import type { CardIcon } from '@/features/portal/api/types';
import { CARD_ICONS } from '@/features/portal/components/icons';
import { NO_WORDS, OTHER_LANGUAGES, type TypeValues } from '@/features/portal/lib/requestType';
import { FieldPair, Fields } from '@/shared/forms/FormActions';
import { PRIORITIES } from '@/shared/lib/vocabulary';
import { Icon } from '@/shared/ui/Icon';
import { Segmented } from '@/shared/ui/Segmented';
import { Labelled } from '@/shared/ui/SettingsSection';

import classes from './RequestTypes.module.css';

type Form = UseFormReturnType<TypeValues>;
const MAX_ASKED = 3;
const TYPES = ['incident', 'request'] as const;

function IconChoice({ form }: { form: Form }) {
  const { t } = useTranslation('portal');
  const chosen = form.values.icon;
  return (
    <Labelled label={t('types.icon')}>
      <div className={classes.icons} role="radiogroup" aria-label={t('types.icon')}>
        {(Object.keys(CARD_ICONS) as CardIcon[]).map((icon) => (
          <ActionIcon
            key={icon}
            role="radio"
            aria-checked={icon === chosen}
            aria-label={t(`icon.${icon}`)}
            title={t(`icon.${icon}`)}
            variant={icon === chosen ? 'filled' : 'subtle'}
            onClick={() => form.setFieldValue('icon', icon)}
          >
            <Icon of={CARD_ICONS[icon]} />
          </ActionIcon>
        ))}
      </div>
    </Labelled>
  );
}

/** The texts once more, in another language. */
function Translation({ form, language }: { form: Form; language: string }) {
  const { t } = useTranslation('portal');
  const words = form.values.translations[language] ?? NO_WORDS;
  const put = (change: Partial<typeof words>) =>
    form.setFieldValue('translations', {
      ...form.values.translations,
      [language]: { ...words, ...change },
    });
  const label = t(`language.${language}` as 'language.de');
  return (
    <fieldset className={classes.language}>
      <legend>{label}</legend>
      <TextInput
        label={t('types.name')}
        maxLength={80}
        value={words.name}
        onChange={(event) => put({ name: event.currentTarget.value })}
      />
      <TextInput
        label={t('types.description')}
        maxLength={300}
        value={words.description}
        onChange={(event) => put({ description: event.currentTarget.value })}
      />
      <TextInput
        label={t('types.expected')}
        maxLength={80}
        value={words.expected_text}
        onChange={(event) => put({ expected_text: event.currentTarget.value })}
      />
      <Textarea
        label={t('types.template')}
        autosize
        minRows={2}
        value={words.template}
        onChange={(event) => put({ template: event.currentTarget.value })}
      />
    </fieldset>
  );
}

function Asked({ form }: { form: Form }) {
  const { t } = useTranslation('portal');
  const { data: fields = [] } = useQuery(askableFieldsQuery);
  const { fields: chosen } = form.values;
  const labels = new Map(fields.map(({ key, label }) => [key, label]));
  return (
    <>
      <MultiSelect
        label={t('types.asks')}
        description={t('types.asksHelp')}
        maxValues={MAX_ASKED}
        data={fields.map(({ key, label }) => ({ value: key, label }))}
        {...form.getInputProps('fields')}
      />
      {chosen.length > 0 ? (
        <MultiSelect
          label={t('types.required')}
          data={chosen.map((key) => ({ value: key, label: labels.get(key) ?? key }))}
          {...form.getInputProps('required')}
        />
      ) : null}
    </>
  );
}

/** How a request type reads, what it asks, which ticket it makes. */
export function RequestTypeFields({ form }: { form: Form }) {
  const { t } = useTranslation(['portal', 'common']);
  const { data: categories = [] } = useQuery(formCategoriesQuery);
  return (
    <Fields>
      <TextInput
        label={`${t('types.name')} (${t('common:form.required')})`}
        description={t('types.nameHelp')}
        maxLength={80}
        data-autofocus
        {...form.getInputProps('name')}
      />
      <TextInput
        label={t('types.description')}
        maxLength={300}
        {...form.getInputProps('description')}
      />
      <IconChoice form={form} />
      <FieldPair>
        <TextInput
          label={t('types.expected')}
          placeholder={t('types.expectedHint')}
          maxLength={80}
          {...form.getInputProps('expected_text')}
        />
        <NumberInput
          label={t('types.hours')}
          min={1}
          max={8760}
          allowDecimal={false}
          hideControls
          {...form.getInputProps('expected_hours')}
          onChange={(value) => form.setFieldValue('expected_hours', String(value))}
        />
      </FieldPair>
      <Asked form={form} />
      <Textarea
        label={t('types.template')}
        description={t('types.templateHelp')}
        autosize
        minRows={3}
        {...form.getInputProps('template')}
      />
      <Labelled label={t('types.makes')}>
        <Segmented
          label={t('types.makes')}
          value={form.values.type}
          onChange={(value) => form.setFieldValue('type', value)}
          segments={TYPES.map((value) => ({ value, label: t(`common:type.${value}`) }))}
        />
      </Labelled>
      <Select
        label={t('types.category')}
        data={categories.map(({ id, path }) => ({ value: id, label: path }))}
        searchable
        clearable
        {...form.getInputProps('category_id')}
      />
      <Select
        label={t('types.priority')}
        placeholder={t('common:priority.medium')}
        data={PRIORITIES.map((value) => ({ value, label: t(`common:priority.${value}`) }))}
        clearable
        {...form.getInputProps('priority')}
      />
      <FieldPair>
        <NumberInput
          label={t('types.position')}
          description={t('types.positionHelp')}
          min={0}
          max={1_000_000}
          allowDecimal={false}
          hideControls
          {...form.getInputProps('position')}
          onChange={(value) => form.setFieldValue('position', String(value))}
        />
        <Switch
          label={t('types.active')}
          {...form.getInputProps('is_active', { type: 'checkbox' })}
        />
      </FieldPair>
      {OTHER_LANGUAGES.map((language) => (
        <Translation key={language} form={form} language={language} />
      ))}
    </Fields>
  );
}

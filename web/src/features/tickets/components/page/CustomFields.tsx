import { Button, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type CustomField, customFieldsQuery, fieldsFor } from '@/features/tickets/api/catalog';
import { useValueText } from '@/features/tickets/components/conversation/useValueText';
import { PersonPick, TeamPick } from '@/features/tickets/components/pickers/NamedPick';
import { date, dateTime, fieldTime, fromFieldTime } from '@/shared/lib/format';
import { PickList } from '@/shared/ui/PickList';
import { Properties, Property } from '@/shared/ui/Properties';
import { Section } from '@/shared/ui/Section';
import { customEdit } from './edits';
import { FieldName } from './FieldName';
import classes from './MainProperties.module.css';
import type { PropertyProps } from './propertyProps';

type EditorProps = {
  field: CustomField;
  value: unknown;
  onValue: (value: unknown) => void;
  close: () => void;
};

const NONE = '';

const asList = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

const INPUTS: Partial<Record<CustomField['kind'], string>> = {
  number: 'number',
  integer: 'number',
  date: 'date',
  datetime: 'datetime-local',
  url: 'url',
  email: 'email',
};

function parsed(kind: CustomField['kind'], text: string): unknown {
  if (text.trim() === '') return null;
  if (kind === 'number' || kind === 'integer') return Number(text);
  if (kind === 'datetime') return fromFieldTime(text);
  return text.trim();
}

function asText(kind: CustomField['kind'], value: unknown): string {
  if (value === null || value === undefined) return '';
  return kind === 'datetime' ? fieldTime(String(value)) : String(value);
}

/** A value that is written, with a button that takes it over. */
function WrittenEditor({ field, value, onValue, close }: EditorProps) {
  const { t } = useTranslation('common');
  const [text, setText] = useState(asText(field.kind, value));
  const shared = {
    label: field.label,
    description: field.description || undefined,
    value: text,
    'data-autofocus': true,
  };
  return (
    <form
      className={classes.due}
      onSubmit={(event) => {
        event.preventDefault();
        close();
        onValue(parsed(field.kind, text));
      }}
    >
      {field.kind === 'long_text' ? (
        <Textarea
          {...shared}
          autosize
          minRows={3}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      ) : (
        <TextInput
          {...shared}
          type={INPUTS[field.kind] ?? 'text'}
          {...(field.kind === 'number' ? { step: 'any' } : {})}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      <div className={classes.dueActions}>
        <Button size="xs" type="submit" variant="filled">
          {t('action.save')}
        </Button>
      </div>
    </form>
  );
}

function ChosenEditor({ field, value, onValue, close }: EditorProps) {
  const { t } = useTranslation('tickets');
  const many = field.kind === 'multi_select';
  const options =
    field.kind === 'boolean'
      ? [
          { value: 'true', label: t('yes') },
          { value: 'false', label: t('no') },
        ]
      : field.options;
  const selected = many ? asList(value) : [String(value ?? NONE)];
  const pick = (picked: string) => {
    if (many) {
      const next = selected.includes(picked)
        ? selected.filter((each) => each !== picked)
        : [...selected, picked];
      return onValue(next.length > 0 ? next : null);
    }
    close();
    if (picked === NONE) return onValue(null);
    return onValue(field.kind === 'boolean' ? picked === 'true' : picked);
  };
  const none = many || field.required ? [] : [{ value: NONE, label: t('field.none') }];
  return (
    <PickList
      label={field.label}
      options={[...none, ...options]}
      selected={selected}
      onPick={pick}
    />
  );
}

function FieldEditor(props: EditorProps) {
  const { t } = useTranslation('tickets');
  const { field, value, onValue, close } = props;
  const named = {
    label: field.label,
    selected: [String(value ?? NONE)],
    nobody: field.required ? undefined : t('field.none'),
    onPick: (picked: { id: string } | null) => {
      close();
      onValue(picked?.id ?? null);
    },
  };
  if (field.kind === 'user') return <PersonPick {...named} />;
  if (field.kind === 'team') return <TeamPick {...named} />;
  const chosen = ['boolean', 'select', 'multi_select'].includes(field.kind);
  return chosen ? <ChosenEditor {...props} /> : <WrittenEditor {...props} />;
}

/** A stored value as people read it. */
function FieldValue({ field, value }: { field: CustomField; value: unknown }) {
  const { t } = useTranslation('tickets');
  const words = useValueText();
  if (value === null || value === undefined || value === '') {
    return <span className={classes.nothing}>{t('field.none')}</span>;
  }
  const text = String(value);
  if (field.kind === 'user' || field.kind === 'team') {
    return <FieldName kind={field.kind} id={text} />;
  }
  if (field.kind === 'date') return <span className="num">{date(text)}</span>;
  if (field.kind === 'datetime') return <span className="num">{dateTime(text)}</span>;
  const change = { field: 'custom' as const, key: field.key, from: null, to: value };
  return <span className="truncate">{words.value(change, value, {})}</span>;
}

/** The organisation's own fields of this type of ticket. */
export function CustomFields({ ticket, locked, onEdit }: PropertyProps) {
  const { t } = useTranslation('tickets');
  const { data } = useQuery(customFieldsQuery);
  const fields = fieldsFor(data, ticket.type);
  if (fields.length === 0) return null;
  return (
    <Section title={t('section.details')}>
      <Properties>
        {fields.map((field) => {
          const value: unknown = ticket.custom_fields[field.key];
          return (
            <Property
              key={field.id}
              label={field.label}
              wide={field.kind === 'long_text' || field.kind === 'url'}
              editor={
                locked
                  ? undefined
                  : (close) => (
                      <FieldEditor
                        field={field}
                        value={value}
                        close={close}
                        onValue={(next) => onEdit(customEdit(ticket, field.key, next))}
                      />
                    )
              }
            >
              <FieldValue field={field} value={value} />
            </Property>
          );
        })}
      </Properties>
    </Section>
  );
}

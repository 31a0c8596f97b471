import { NumberInput, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import {
  categoryChoicesQuery,
  type OwnField,
  ownFieldsQuery,
  resolutionChoicesQuery,
} from '@/features/macros/api/choices';
import type { Step } from '@/features/macros/api/macros';
import { htmlOf, plainOf } from '@/features/macros/lib/words';
import { teamsQuery } from '@/shared/api/directory';
import { PersonSelect } from '@/shared/forms/PersonSelect';
import { PRIORITIES, STATUSES, TICKET_TYPES } from '@/shared/lib/vocabulary';

type Setting = Extract<Step, { do: 'set' }>;
type ValueProps<Kind extends Step = Step> = {
  step: Kind;
  label: string;
  onChange: (step: Step) => void;
};

const BRACES = { open: '{{', close: '}}' };
const LEVELS = ['1', '2', '3'] as const;
const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** Words with variables; what holds more than paragraphs is shown as the HTML it is. */
function WordsValue({ step, label, onChange }: ValueProps<Extract<Step, { html: string }>>) {
  const { t } = useTranslation('macros');
  const plain = plainOf(step.html);
  const change = (value: string) =>
    onChange({ ...step, html: plain === undefined ? value : htmlOf(value) });
  return (
    <Textarea
      label={label}
      description={plain === undefined ? t('step.asHtml') : t('step.variables', BRACES)}
      autosize
      minRows={3}
      maxRows={12}
      defaultValue={plain ?? step.html}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

function ResolveValue({ step, label, onChange }: ValueProps<Extract<Step, { do: 'resolve' }>>) {
  const { t } = useTranslation('macros');
  const { data: codes = [] } = useQuery(resolutionChoicesQuery);
  return (
    <>
      <Select
        label={label}
        clearable
        data={codes}
        value={step.code ?? null}
        onChange={(code) => onChange({ ...step, code })}
      />
      <Textarea
        label={t('field.resolution_text')}
        autosize
        minRows={2}
        maxRows={8}
        value={step.text ?? ''}
        onChange={(event) => onChange({ ...step, text: event.currentTarget.value || null })}
      />
    </>
  );
}

const NUMBERS = new Set<OwnField['kind']>(['number', 'integer']);

function YesNo({ step, label, onChange }: ValueProps<Setting>) {
  const { t } = useTranslation('macros');
  return (
    <Select
      label={label}
      data={[
        { value: 'true', label: t('step.yes') },
        { value: 'false', label: t('step.no') },
      ]}
      value={step.value === null ? null : String(step.value)}
      onChange={(value) => onChange({ ...step, value: value === null ? null : value === 'true' })}
    />
  );
}

function NumberValue({ step, label, onChange }: ValueProps<Setting>) {
  return (
    <NumberInput
      label={label}
      value={typeof step.value === 'number' ? step.value : ''}
      onChange={(value) => onChange({ ...step, value: value === '' ? null : Number(value) })}
    />
  );
}

function OwnValue({ step, label, onChange, own }: ValueProps<Setting> & { own: OwnField }) {
  const set = (value: Setting['value']) => onChange({ ...step, value });
  if (NUMBERS.has(own.kind)) {
    return <NumberValue step={step} label={label} onChange={onChange} />;
  }
  if (own.kind === 'boolean') return <YesNo step={step} label={label} onChange={onChange} />;
  if (own.kind === 'user') {
    return <PersonSelect label={label} value={text(step.value) || null} onChange={set} />;
  }
  if (own.options.length > 0) {
    const many = Array.isArray(step.value) ? step.value[0] : step.value;
    return (
      <Select
        label={label}
        clearable
        data={own.options.map((option) => ({ value: option.value, label: option.label }))}
        value={text(many) || null}
        onChange={(value) => set(own.kind === 'multi_select' && value ? [value] : value)}
      />
    );
  }
  return (
    <TextInput
      label={label}
      value={text(step.value)}
      onChange={(event) => set(event.currentTarget.value || null)}
    />
  );
}

function SetValue({ step, label, onChange }: ValueProps<Setting>) {
  const { t } = useTranslation(['macros', 'common']);
  const { data: teams } = useQuery(teamsQuery);
  const { data: categories = [] } = useQuery(categoryChoicesQuery);
  const { data: own = [] } = useQuery(ownFieldsQuery);
  const field = String(step.field);
  const set = (value: Setting['value']) => onChange({ ...step, value });
  const choices: Record<string, { value: string; label: string }[]> = {
    status: STATUSES.map((value) => ({ value, label: t(`common:status.${value}`) })),
    priority: PRIORITIES.map((value) => ({ value, label: t(`common:priority.${value}`) })),
    type: TICKET_TYPES.map((value) => ({ value, label: t(`common:type.${value}`) })),
    team_id: (teams?.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
    category_id: categories,
    impact: LEVELS.map((value) => ({ value, label: t(`level.${value}`) })),
    urgency: LEVELS.map((value) => ({ value, label: t(`level.${value}`) })),
  };
  if (field === 'assignee_id') {
    return (
      <PersonSelect
        label={label}
        value={text(step.value) || null}
        deskOnly
        first={[{ value: 'me', label: t('step.me') }]}
        onChange={set}
      />
    );
  }
  const known = own.find(({ key }) => field === `custom.${key}`);
  if (known) return <OwnValue step={step} label={label} onChange={onChange} own={known} />;
  const isLevel = field === 'impact' || field === 'urgency';
  return (
    <Select
      label={label}
      searchable
      clearable={field === 'team_id' || field === 'category_id'}
      allowDeselect={false}
      data={choices[field] ?? []}
      value={step.value === null ? null : String(step.value)}
      onChange={(value) => set(isLevel && value ? Number(value) : value)}
    />
  );
}

/** The value of one step, in the field that fits it. */
export function StepValue({ step, label, onChange }: ValueProps) {
  const { t } = useTranslation('macros');
  switch (step.do) {
    case 'set':
      return <SetValue step={step} label={label} onChange={onChange} />;
    case 'resolve':
      return <ResolveValue step={step} label={t('field.resolution_code')} onChange={onChange} />;
    case 'reply':
    case 'note':
      return <WordsValue step={step} label={label} onChange={onChange} />;
    default:
      return (
        <TagsInput
          label={label}
          value={step.tags}
          onChange={(tags) => onChange({ ...step, tags })}
        />
      );
  }
}

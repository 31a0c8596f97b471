import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import {
  categoryChoicesQuery,
  type OwnField,
  ownFieldsQuery,
  tagChoicesQuery,
} from '@/features/macros/api/choices';
import { NONE } from '@/features/macros/lib/clauses';
import { teamsQuery } from '@/shared/api/directory';
import { PRIORITIES, STATUSES, TICKET_TYPES } from '@/shared/lib/vocabulary';
import type { PickOption } from '@/shared/ui/PickList';
import { Priority } from '@/shared/ui/Priority';
import { Status } from '@/shared/ui/Status';

/** What a chip can ask about. */
export type ConditionField = {
  name: string;
  label: string;
  /** People are found while typing; everything else is chosen from these. */
  options: readonly PickOption[] | 'people';
  /** Holds several values at once. */
  isList: boolean;
  /** Is one thing or the other. */
  isSwitch: boolean;
};

const CHOSEN = new Set<OwnField['kind']>(['select', 'multi_select', 'boolean', 'user']);

/** The fields of chips with what they can be, those of the desk and the custom ones with choices. */
export function useConditionFields(): ConditionField[] {
  const { t } = useTranslation(['macros', 'common']);
  const { data: teams } = useQuery(teamsQuery);
  const { data: categories = [] } = useQuery(categoryChoicesQuery);
  const { data: own = [] } = useQuery(ownFieldsQuery);
  const { data: tags = [] } = useQuery(tagChoicesQuery);
  const none = { value: NONE, label: t('condition.none') };
  const yesNo = [
    { value: 'true', label: t('step.yes') },
    { value: 'false', label: t('step.no') },
  ];
  const field = (
    name: string,
    label: string,
    options: ConditionField['options'],
    { isList = false, isSwitch = false } = {},
  ): ConditionField => ({ name, label, options, isList, isSwitch });
  const optionsOf = ({ kind, options }: OwnField): ConditionField['options'] => {
    if (kind === 'user') return 'people';
    if (kind === 'boolean') return [...yesNo, none];
    return [...options.map(({ value, label }) => ({ value, label })), none];
  };
  return [
    field(
      'status',
      t('field.status'),
      STATUSES.map((value) => ({
        value,
        label: t(`common:status.${value}`),
        view: <Status status={value} />,
      })),
    ),
    field(
      'priority',
      t('field.priority'),
      PRIORITIES.map((value) => ({
        value,
        label: t(`common:priority.${value}`),
        view: <Priority priority={value} />,
      })),
    ),
    field(
      'type',
      t('field.type'),
      TICKET_TYPES.map((value) => ({ value, label: t(`common:type.${value}`) })),
    ),
    field('team', t('field.team_id'), [
      none,
      ...(teams?.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
    ]),
    field('assignee', t('field.assignee_id'), 'people'),
    field('requester', t('condition.requester'), 'people'),
    field('category', t('field.category_id'), [none, ...categories]),
    field('tags', t('field.tags'), [none, ...tags], { isList: true }),
    ...own
      .filter(({ kind }) => CHOSEN.has(kind))
      .map((each) =>
        field(`custom.${each.key}`, each.label, optionsOf(each), {
          isList: each.kind === 'multi_select',
          isSwitch: each.kind === 'boolean',
        }),
      ),
  ];
}

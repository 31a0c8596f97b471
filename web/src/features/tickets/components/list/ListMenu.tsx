import { ActionIcon, Menu } from '@mantine/core';
import { IconCheck, IconDots, IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { canGroup } from '@/features/tickets/api/groups';
import { listParams } from '@/features/tickets/api/list';
import { withGroup } from '@/features/tickets/lib/grouping';
import {
  GROUPS,
  SORTS,
  type TicketSearch,
  wantedOf,
  withSort,
} from '@/features/tickets/lib/search';
import { useMay } from '@/shared/api/me';
import { DENSITIES, type Density } from '@/shared/lib/preferences';
import { Icon } from '@/shared/ui/Icon';

import classes from './TicketList.module.css';

type Props = {
  search: TicketSearch;
  density: Density;
  onSearch: (search: TicketSearch) => void;
};

/** Address of the whole list as a file, with the filters that act now. */
function exportAddress(search: TicketSearch): string {
  const params = new URLSearchParams({ format: 'csv' });
  for (const [name, value] of Object.entries(listParams(wantedOf(search)))) {
    for (const each of [value].flat()) params.append(name, String(each));
  }
  return `/api/v1/desk/tickets/export?${params.toString()}`;
}

const NO_GROUPS = 'none' as const;

type ChoiceProps<Word extends string> = {
  label: string;
  options: readonly Word[];
  value: Word;
  nameOf: (word: Word) => string;
  onPick: (word: Word) => void;
};

/** One of a few words, the one that holds ticked. */
function Choice<Word extends string>({ label, options, value, nameOf, onPick }: ChoiceProps<Word>) {
  return (
    <fieldset className={classes.choices} aria-label={label}>
      <Menu.Label aria-hidden="true">{label}</Menu.Label>
      {options.map((each) => (
        <Menu.RadioItem
          key={each}
          value={each}
          checked={each === value}
          checkIcon={<Icon of={IconCheck} size="s" />}
          closeMenuOnClick
          onChange={() => onPick(each)}
        >
          {nameOf(each)}
        </Menu.RadioItem>
      ))}
    </fieldset>
  );
}

/** How the list looks: order, groups, density; and the list as a file. */
export function ListMenu({ search, density, onSearch }: Props) {
  const { t } = useTranslation('tickets');
  const mayExport = useMay('ticket:export');
  const wanted = wantedOf(search);
  const { sort, q } = wanted;
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label={t('list.options')}>
          <Icon of={IconDots} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {q ? null : (
          <>
            <Choice
              label={t('list.sortBy')}
              options={SORTS}
              value={sort}
              nameOf={(each) => t(`sort.${each}`)}
              onPick={(each) => each !== sort && onSearch(withSort(search, each))}
            />
            <Menu.Divider />
          </>
        )}
        {canGroup(wanted) ? (
          <>
            <Choice
              label={t('list.groupBy')}
              options={[NO_GROUPS, ...GROUPS]}
              value={search.group ?? NO_GROUPS}
              nameOf={(each) => (each === NO_GROUPS ? t('list.noGroups') : t(`field.${each}`))}
              onPick={(each) => onSearch(withGroup(search, each === NO_GROUPS ? undefined : each))}
            />
            <Menu.Divider />
          </>
        ) : null}
        <Choice
          label={t('list.density')}
          options={DENSITIES}
          value={density}
          nameOf={(each) => t(`density.${each}`)}
          onPick={(each) => onSearch({ ...search, density: each })}
        />
        {mayExport ? (
          <>
            <Menu.Divider />
            <Menu.Item
              component="a"
              href={exportAddress(search)}
              download
              leftSection={<Icon of={IconDownload} size="s" />}
            >
              {t('list.export')}
            </Menu.Item>
          </>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}

import { ActionIcon, Menu } from '@mantine/core';
import { IconCheck, IconDots, IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { listParams } from '@/features/tickets/api/list';
import { SORTS, type TicketSearch, wantedOf, withSort } from '@/features/tickets/lib/search';
import { useMay } from '@/shared/api/me';
import { DENSITIES, type Density } from '@/shared/lib/preferences';
import { Icon } from '@/shared/ui/Icon';

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

/** How the list looks: order, density; and the list as a file. */
export function ListMenu({ search, density, onSearch }: Props) {
  const { t } = useTranslation('tickets');
  const mayExport = useMay('ticket:export');
  const { sort, q } = wantedOf(search);
  const mark = (on: boolean) => (on ? <Icon of={IconCheck} size="s" /> : null);
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
            <Menu.Label>{t('list.sortBy')}</Menu.Label>
            {SORTS.map((each) => (
              <Menu.Item
                key={each}
                role="menuitemradio"
                aria-checked={each === sort}
                rightSection={mark(each === sort)}
                onClick={() => each !== sort && onSearch(withSort(search, each))}
              >
                {t(`sort.${each}`)}
              </Menu.Item>
            ))}
            <Menu.Divider />
          </>
        )}
        <Menu.Label>{t('list.density')}</Menu.Label>
        {DENSITIES.map((each) => (
          <Menu.Item
            key={each}
            role="menuitemradio"
            aria-checked={each === density}
            rightSection={mark(each === density)}
            onClick={() => onSearch({ ...search, density: each })}
          >
            {t(`density.${each}`)}
          </Menu.Item>
        ))}
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

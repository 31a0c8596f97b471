import { Button } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ownFilters } from '@/features/tickets/lib/search';
import { Icon } from '@/shared/ui/Icon';
import { later } from '@/shared/ui/later';

import type { ListProps } from './listProps';
import classes from './TicketList.module.css';

const FilterSheet = later(() => import('./FilterSheet'), 'FilterSheet');

/** On a phone the filters are one button, which opens them from the lower edge. */
export function PhoneFilters({ menu, ...list }: ListProps & { menu: ReactNode }) {
  const { t } = useTranslation('tickets');
  const [open, setOpen] = useState(false);
  const count = ownFilters(list.search);
  return (
    <div className={classes.phoneBar}>
      <Button
        size="sm"
        leftSection={<Icon of={IconFilter} size="s" />}
        onClick={() => setOpen(true)}
      >
        {count > 0 ? t('list.filtersOn', { count }) : t('list.filters')}
      </Button>
      {menu}
      {open ? <FilterSheet {...list} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

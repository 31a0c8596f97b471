import { Drawer } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { ListFilters } from './ListFilters';
import type { ListProps } from './listProps';
import classes from './TicketList.module.css';

/** The filters and the words searched for, from the lower edge of a phone. */
export function FilterSheet({ onClose, ...list }: ListProps & { onClose: () => void }) {
  const { t } = useTranslation(['tickets', 'common']);
  return (
    <Drawer
      opened
      onClose={onClose}
      position="bottom"
      size="60%"
      title={t('list.filters')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <div className={classes.sheet}>
        <ListFilters {...list} />
      </div>
    </Drawer>
  );
}

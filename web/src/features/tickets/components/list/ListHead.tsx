import { useTranslation } from 'react-i18next';

import { type Sort, type TicketSearch, wantedOf, withSort } from '@/features/tickets/lib/search';
import { HeadCell, RowHead } from '@/shared/ui/Row';
import { SelectBox } from '@/shared/ui/SelectBox';

import classes from './TicketList.module.css';
import type { Ticks } from './useTicks';

type Props = {
  search: TicketSearch;
  onSearch: (search: TicketSearch) => void;
  ticks: Ticks | null;
};

/** Column heads; those that can order the list are buttons. */
export function ListHead({ search, onSearch, ticks }: Props) {
  const { t } = useTranslation(['tickets', 'common']);
  const { sort, direction, q } = wantedOf(search);
  const order = (column: Sort) =>
    // The best matches come first in a search.
    q
      ? {}
      : {
          onSort: () => onSearch(withSort(search, column)),
          sorted: sort === column ? (`${direction}ending` as const) : undefined,
        };
  return (
    <RowHead columns={classes.columns}>
      <HeadCell>
        {ticks ? (
          <SelectBox
            label={t('common:table.selectAll')}
            checked={ticks.head.checked}
            mixed={ticks.head.mixed}
            onToggle={ticks.tickAll}
          />
        ) : null}
      </HeadCell>
      <HeadCell>
        <span className="unseen">{t('field.status')}</span>
      </HeadCell>
      <HeadCell {...order('number')}>{t('field.number')}</HeadCell>
      <HeadCell>{t('field.title')}</HeadCell>
      <HeadCell className={classes.team}>{t('field.team')}</HeadCell>
      <HeadCell className={classes.category}>{t('field.category')}</HeadCell>
      <HeadCell {...order('priority')}>{t('field.priority')}</HeadCell>
      <HeadCell {...order('updated')} className={classes.updated} end>
        {t('field.updated')}
      </HeadCell>
      <HeadCell>
        <span className="unseen">{t('field.assignee')}</span>
      </HeadCell>
    </RowHead>
  );
}

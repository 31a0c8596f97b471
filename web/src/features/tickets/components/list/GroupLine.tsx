import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { Groups, Line } from '@/features/tickets/api/groups';
import { searchOfGroup } from '@/features/tickets/lib/grouping';
import { number } from '@/shared/lib/format';
import { Icon } from '@/shared/ui/Icon';
import { Cell, Row } from '@/shared/ui/Row';
import { Skeleton } from '@/shared/ui/Skeleton';

import type { ListProps } from './listProps';
import classes from './TicketList.module.css';
import { useGroupName } from './useGroupName';

type Props = ListProps & { groups: Groups; line: Exclude<Line, { kind: 'row' }> };

/** What stands between the rows of a list in groups: heads, room for rows, the way to the rest. */
export function GroupLine({ groups, line, search, onSearch }: Props) {
  const { t } = useTranslation('tickets');
  const nameOf = useGroupName(groups.by);
  if (line.kind === 'wait') {
    return (
      <Row columns={classes.groupLine}>
        <Cell>
          <Skeleton className={classes.groupWait} />
        </Cell>
      </Row>
    );
  }
  const { head } = line;
  if (line.kind === 'rest') {
    return (
      <Row columns={classes.groupLine}>
        <Cell>
          <button
            type="button"
            className={classes.groupRest}
            onClick={() => onSearch(searchOfGroup(search, groups.by, head.value))}
          >
            {t('list.groupMore', { count: head.count })}
          </button>
        </Cell>
      </Row>
    );
  }
  return (
    <Row columns={classes.groupLine} className={classes.groupRow}>
      <Cell>
        <button
          type="button"
          className={classes.groupHead}
          aria-expanded={line.open}
          onClick={() => groups.turn(head.value)}
        >
          <Icon of={line.open ? IconChevronDown : IconChevronRight} size="s" />
          <span className="truncate">{nameOf(head)}</span>
          <span className="num muted">{number(head.count)}</span>
        </button>
      </Cell>
    </Row>
  );
}

import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import type { Entry } from '@/features/audit/api/audit';
import type { AuditSearch } from '@/features/audit/lib/search';
import { useWords } from '@/features/audit/lib/words';
import { dateTime } from '@/shared/lib/format';
import { PersonName } from '@/shared/ui/Avatar';
import { Cell, HeadCell, Row, RowHead, Rows, rowLink } from '@/shared/ui/Row';

import classes from './AuditPage.module.css';

const HEIGHT = 36;
const AHEAD = 12;
const NEAR_END = 40;

type LineProps = {
  entry: Entry;
  names: Record<string, string>;
  index: number;
  isOpen: boolean;
  search: AuditSearch;
};

function Line({ entry, names, index, isOpen, search }: LineProps) {
  const words = useWords();
  const fields = Object.keys(entry.changes);
  return (
    <Row columns={`${classes.columns} ${classes.line}`} index={index + 1} current={isOpen}>
      <Cell className={classes.when}>
        <time dateTime={entry.recorded_at} className="num">
          {dateTime(entry.recorded_at)}
        </time>
      </Cell>
      <Cell className={classes.who}>
        <PersonName name={entry.actor_name || words.origin('system')} />
      </Cell>
      <Cell className={classes.action}>
        <Link to="/app/audit" search={search} replace className={rowLink}>
          {words.action(entry.action)}
        </Link>
      </Cell>
      <Cell className={classes.what}>
        <span className="truncate">{names[entry.entity_id] ?? words.type(entry.entity_type)}</span>
      </Cell>
      <Cell className={classes.fields}>
        <span className="truncate muted">{fields.map(words.field).join(', ')}</span>
      </Cell>
      <Cell className={classes.origin}>{words.origin(entry.origin)}</Cell>
    </Row>
  );
}

type Props = {
  items: readonly Entry[];
  names: Record<string, string>;
  openId: string | undefined;
  searchOf: (id: string) => AuditSearch;
  hasMore: boolean;
  onMore: () => void;
};

/** The log as rows; only those in sight are drawn. */
export function EntryList({ items, names, openId, searchOf, hasMore, onMore }: Props) {
  const { t } = useTranslation('audit');
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => HEIGHT,
    getItemKey: (index) => items[index]?.id ?? index,
    overscan: AHEAD,
  });
  const drawn = virtual.getVirtualItems();
  const last = drawn.at(-1)?.index ?? 0;

  useEffect(() => {
    if (hasMore && last >= items.length - NEAR_END) onMore();
  }, [hasMore, last, items.length, onMore]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the keys
    <section className={classes.scroll} ref={scroll} tabIndex={0} aria-label={t('title')}>
      <Rows label={t('title')} rowCount={hasMore ? -1 : items.length + 1}>
        <RowHead columns={`${classes.columns} ${classes.head}`}>
          <HeadCell className={classes.when}>{t('column.when')}</HeadCell>
          <HeadCell>{t('column.who')}</HeadCell>
          <HeadCell>{t('column.action')}</HeadCell>
          <HeadCell>{t('column.what')}</HeadCell>
          <HeadCell className={classes.fields}>{t('column.fields')}</HeadCell>
          <HeadCell className={classes.origin}>{t('column.origin')}</HeadCell>
        </RowHead>
        {/* biome-ignore lint/a11y/useSemanticElements: rows are virtual */}
        <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
          {drawn.map(({ key, index, start }) => {
            const entry = items[index];
            return entry ? (
              <div
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                role="presentation"
                className={classes.place}
                style={{ transform: `translateY(${start}px)` }}
              >
                <Line
                  entry={entry}
                  names={names}
                  index={index}
                  isOpen={entry.id === openId}
                  search={searchOf(entry.id)}
                />
              </div>
            ) : null;
          })}
        </div>
      </Rows>
    </section>
  );
}

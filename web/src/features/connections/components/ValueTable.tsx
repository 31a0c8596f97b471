import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { MapRow, ValueMap } from '@/features/connections/api/maps';
import { chosen, type Draft, isUnknown } from '@/features/connections/lib/maps';
import { cx } from '@/shared/lib/cx';
import { number } from '@/shared/lib/format';
import { type Column, SettingsTable } from '@/shared/ui/SettingsTable';
import { Tag } from '@/shared/ui/Tag';

import classes from './Maps.module.css';

type Props = {
  table: ValueMap;
  draft: Draft;
  onDraft: (draft: Draft) => void;
  mayWrite: boolean;
};

/** Words of our values; a vocabulary that this code does not know shows its own words. */
function useWord(field: string) {
  const { t } = useTranslation('common');
  return (value: string) =>
    t(`${field}.${value}` as 'status.open', { defaultValue: value.replaceAll('_', ' ') });
}

/** Among those that matter first: some ticket says so, nothing is known of it, or it was changed here. */
const isMet = ({ tickets, default: usual, chosen: mine }: MapRow) =>
  tickets > 0 || usual === null || mine !== null;

function Theirs({ row, unknown }: { row: MapRow; unknown: boolean }) {
  const { t } = useTranslation('connections');
  return (
    <span className={classes.theirs}>
      <span className={classes.name}>{row.label}</span>
      {row.label === row.raw ? null : <span className={classes.raw}>{row.raw}</span>}
      {unknown ? <Tag tone="amber">{t('maps.unknown')}</Tag> : null}
    </span>
  );
}

/** What each value of theirs is taken for: the connector's reading, and the organisation's own. */
export function ValueTable({ table, draft, onDraft, mayWrite }: Props) {
  const { t } = useTranslation('connections');
  const { field, values, fallback, rows } = table;
  const word = useWord(field);
  const [all, setAll] = useState(false);
  const own = (row: MapRow) => draft.values[field]?.[row.raw];
  const columns: Column<MapRow>[] = [
    {
      key: 'theirs',
      head: t('maps.theirs'),
      cell: (row) => <Theirs row={row} unknown={isUnknown(draft, field, row)} />,
    },
    {
      key: 'tickets',
      head: t('maps.tickets'),
      end: true,
      cell: ({ tickets }) => (tickets ? number(tickets) : ''),
    },
    {
      key: 'usual',
      head: t('maps.usual'),
      cell: ({ default: usual }) =>
        usual ? (
          <span className={classes.usual}>{word(usual)}</span>
        ) : (
          <span className={cx('muted', classes.usual)}>{t('maps.none')}</span>
        ),
    },
    {
      key: 'ours',
      head: t('maps.ours'),
      cell: (row) => (
        <span className={classes.own}>
          {mayWrite ? (
            <Select
              className={classes.pick ?? ''}
              aria-label={t('maps.choose', { name: row.label })}
              data={values.map((value) => ({ value, label: word(value) }))}
              value={own(row) ?? row.default}
              placeholder={t('maps.fallback', { value: word(fallback) })}
              allowDeselect={false}
              onChange={(value) => onDraft(chosen(draft, field, row, value))}
            />
          ) : (
            word(own(row) ?? row.default ?? fallback)
          )}
          {own(row) ? (
            <span className={classes.mine}>
              <Tag tone="accent">{t('maps.own')}</Tag>
              {mayWrite ? (
                <Button
                  variant="subtle"
                  size="xs"
                  aria-label={t('maps.resetLabel', { name: row.label })}
                  onClick={() => onDraft(chosen(draft, field, row, null))}
                >
                  {t('maps.reset')}
                </Button>
              ) : null}
            </span>
          ) : null}
        </span>
      ),
    },
  ];
  const met = rows.filter(isMet);
  const shown = all || met.length === 0 ? rows : met;
  return (
    <>
      <SettingsTable
        label={t(`maps.${field}` as 'maps.status', { defaultValue: field })}
        columns={columns}
        items={shown}
        itemKey={({ raw }) => raw}
      />
      {shown.length < rows.length ? (
        <Button variant="subtle" className={classes.more ?? ''} onClick={() => setAll(true)}>
          {t('maps.more', { count: rows.length - shown.length })}
        </Button>
      ) : null}
    </>
  );
}

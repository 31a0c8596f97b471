import { ActionIcon } from '@mantine/core';
import { IconChartBar, IconTable } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { cx } from '@/shared/lib/cx';
import { number } from '@/shared/lib/format';
import { BarList, type BarRow } from '@/shared/ui/BarList';
import { Card } from '@/shared/ui/Card';
import { Icon } from '@/shared/ui/Icon';

import classes from './BarCard.module.css';

type Tone = 'red' | 'orange' | 'gray';

type Props = {
  title: string;
  rows: readonly BarRow[];
  /** Head of the first column of the table. */
  first: string;
  /** Heads of the numbers, one for each part of a bar. */
  columns: readonly string[];
  /** Tones of the parts, where they need explaining. */
  legend?: readonly Tone[];
  empty?: string;
  className?: string | undefined;
};

/** Lying bars in a card, and the same numbers as a table. */
export function BarCard({ title, rows, first, columns, legend, empty, className }: Props) {
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  const switchLabel = t(asTable ? 'chart.asChart' : 'chart.asTable');
  const bars =
    rows.length > 0 ? (
      <div className={cx(legend && classes.roomy)}>
        <BarList rows={rows} />
      </div>
    ) : (
      <p className="muted">{empty}</p>
    );
  return (
    <Card
      title={title}
      className={className}
      action={
        <>
          {legend && !asTable ? (
            <span className={classes.legend}>
              {legend.map((tone, index) => (
                <span key={tone}>
                  <span className={cx(classes.swatch, classes[tone])} />
                  {columns[index]}
                </span>
              ))}
            </span>
          ) : null}
          <ActionIcon
            size="xs"
            aria-label={`${switchLabel}: ${title}`}
            title={switchLabel}
            onClick={() => setAsTable(!asTable)}
          >
            <Icon of={asTable ? IconChartBar : IconTable} size="s" />
          </ActionIcon>
        </>
      }
    >
      {asTable ? <BarTable title={title} first={first} columns={columns} rows={rows} /> : bars}
    </Card>
  );
}

type TableProps = Pick<Props, 'title' | 'first' | 'columns' | 'rows'>;

function BarTable({ title, first, columns, rows }: TableProps) {
  return (
    <table className={classes.table} aria-label={title}>
      <thead>
        <tr>
          <th scope="col">{first}</th>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, label, parts }) => (
          <tr key={key}>
            <th scope="row">{label}</th>
            {parts.map(({ tone, value }) => (
              <td key={tone}>{number(value)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

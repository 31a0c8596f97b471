import { Popover } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { cx } from '@/shared/lib/cx';

import classes from './FilterChip.module.css';
import { Icon } from './Icon';
import { PickList, type PickOption } from './PickList';

type Editor = (close: () => void) => ReactNode;

type SegmentProps = {
  label: string;
  className?: string | undefined;
  children: ReactNode;
  editor?: Editor | undefined;
  startsOpen?: boolean;
};

/** One part of a chip; with an editor it is a button that opens it. */
function Segment({ label, className, children, editor, startsOpen = false }: SegmentProps) {
  const [open, setOpen] = useState(startsOpen);
  if (!editor) return <span className={cx(classes.part, className)}>{children}</span>;
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={cx(classes.part, className)}
          aria-label={label}
          onClick={() => setOpen(!open)}
        >
          {children}
        </button>
      </Popover.Target>
      <Popover.Dropdown>{editor(() => setOpen(false))}</Popover.Dropdown>
    </Popover>
  );
}

type ChipProps = {
  field: string;
  operator?: string;
  value: string;
  /** What the operator can become; without it the operator is plain text. */
  editOperator?: Editor | undefined;
  editValue?: Editor | undefined;
  /** A chip just added asks for its value at once. */
  startsOpen?: boolean;
  onRemove: () => void;
};

/** Field, operator, value, remove: each with its own hit area. */
export function FilterChip(props: ChipProps) {
  const { field, operator, value, editOperator, editValue, startsOpen = false, onRemove } = props;
  const { t } = useTranslation();
  return (
    <span className={classes.chip}>
      <Segment label={t('filter.field', { field })} className={classes.field}>
        {field}
      </Segment>
      {operator ? (
        <Segment label={t('filter.operator', { field, operator })} editor={editOperator}>
          {operator}
        </Segment>
      ) : null}
      <Segment
        label={t('filter.value', { field, value })}
        className={classes.value}
        editor={editValue}
        startsOpen={startsOpen}
      >
        {value}
      </Segment>
      <button
        type="button"
        className={cx(classes.part, classes.remove)}
        aria-label={t('filter.remove', { field })}
        onClick={onRemove}
      >
        <Icon of={IconX} size="xs" />
      </button>
    </span>
  );
}

type AddProps = { fields: readonly PickOption[]; onAdd: (field: string) => void };

/** "+ Filter": choose the field, the new chip then asks for the value. */
export function AddFilter({ fields, onAdd }: AddProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const add = (field: string) => {
    setOpen(false);
    onAdd(field);
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={classes.add} onClick={() => setOpen(!open)}>
          <Icon of={IconPlus} size="s" />
          {t('filter.add')}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <PickList label={t('filter.add')} options={fields} selected={[]} onPick={add} />
      </Popover.Dropdown>
    </Popover>
  );
}

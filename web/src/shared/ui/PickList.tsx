import { Combobox, useCombobox } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { cx } from '@/shared/lib/cx';

import { Icon } from './Icon';
import classes from './PickList.module.css';

export type PickOption = {
  value: string;
  label: string;
  /** Drawn instead of the label, as a status with its shape. */
  view?: ReactNode;
  hint?: string | undefined;
};

type Props = {
  label: string;
  options: readonly PickOption[];
  selected: readonly string[];
  onPick: (value: string) => void;
  /** Called while typing when the options come from the server; else they are filtered here. */
  onSearch?: (query: string) => void;
  loading?: boolean;
};

function matching(options: readonly PickOption[], query: string): readonly PickOption[] {
  const wanted = query.trim().toLocaleLowerCase();
  if (!wanted) return options;
  return options.filter((option) => option.label.toLocaleLowerCase().includes(wanted));
}

/** A searchable list of choices for the inside of a popover; arrows and Enter work from the field. */
export function PickList({ label, options, selected, onPick, onSearch, loading = false }: Props) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const combobox = useCombobox({ opened: true });
  // The field names its list only when it is drawn again after the list is there.
  const [, setListed] = useState(false);
  useEffect(() => setListed(true), []);
  const shown = onSearch ? options : matching(options, query);
  const searchable = Boolean(onSearch) || options.length > 7;

  // The first match is chosen as long as nothing else is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new list moves the choice
  useEffect(() => {
    combobox.selectFirstOption();
  }, [shown.length, query]);

  const type = (text: string) => {
    setQuery(text);
    onSearch?.(text);
  };
  return (
    <Combobox store={combobox} onOptionSubmit={onPick}>
      <div className={classes.list}>
        <Combobox.EventsTarget withExpandedAttribute>
          <input
            className={cx(classes.search, !searchable && 'unseen')}
            aria-label={label}
            placeholder={t('action.search')}
            value={query}
            onChange={(event) => type(event.currentTarget.value)}
            data-autofocus
          />
        </Combobox.EventsTarget>
        <Combobox.Options className={classes.options} aria-label={label}>
          {shown.map((option) => {
            const on = selected.includes(option.value);
            return (
              <Combobox.Option key={option.value} value={option.value} active={on}>
                <span className={classes.option}>
                  <span className={cx(classes.label, 'truncate')}>
                    {option.view ?? option.label}
                  </span>
                  {option.hint ? <span className={classes.hint}>{option.hint}</span> : null}
                  {on ? <Icon of={IconCheck} size="s" className={classes.tick} /> : null}
                </span>
              </Combobox.Option>
            );
          })}
          {shown.length === 0 ? (
            <Combobox.Empty>{loading ? t('state.loading') : t('form.nothingFound')}</Combobox.Empty>
          ) : null}
        </Combobox.Options>
      </div>
    </Combobox>
  );
}

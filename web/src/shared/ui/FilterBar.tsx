import { Button, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { number } from '@/shared/lib/format';

import classes from './FilterBar.module.css';
import { Icon } from './Icon';

/** The line between page head and list. */
export function FilterBar({ children }: { children: ReactNode }) {
  return <search className={classes.bar}>{children}</search>;
}

type SearchProps = { label: string; value: string; onChange: (value: string) => void };

/** A search field that waits until the typing pauses. */
export function SearchField({ label, value, onChange }: SearchProps) {
  const [text, setText] = useState(value);
  // What was told and does not stand in the address yet: an answer to older words must not bring them back.
  const told = useRef<string | null>(null);
  const tell = useDebouncedCallback((words: string) => {
    told.current = null;
    onChange(words);
  }, 250);
  useEffect(() => {
    if (told.current === null) setText(value);
  }, [value]);
  return (
    <TextInput
      className={classes.search}
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<Icon of={IconSearch} size="s" />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        told.current = event.currentTarget.value;
        tell(event.currentTarget.value);
      }}
    />
  );
}

type MoreProps = {
  shown: number;
  total: number | null | undefined;
  hasMore: boolean;
  loading: boolean;
  onMore: () => void;
};

/** The end of a list that comes in pages. */
export function ShowMore({ shown, total, hasMore, loading, onMore }: MoreProps) {
  const { t } = useTranslation();
  if (!hasMore) return null;
  return (
    <div className={classes.bottom}>
      <Button size="xs" loading={loading} onClick={onMore}>
        {t('table.more')}
      </Button>
      {typeof total === 'number' ? (
        <span className="num">{t('table.of', { shown: number(shown), total: number(total) })}</span>
      ) : null}
    </div>
  );
}

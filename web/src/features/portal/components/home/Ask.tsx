import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { requestsQuery } from '@/features/portal/api/requests';
import { Icon } from '@/shared/ui/Icon';

import classes from './Ask.module.css';
import { RequestList } from './RequestList';

const HANDFUL = 4;
const ENOUGH = 2;

/** Own requests with these words, before the same is asked twice. */
function Known({ words }: { words: string }) {
  const { t } = useTranslation('portal');
  const { data } = useInfiniteQuery(requestsQuery('all', words, HANDFUL));
  const rows = data?.pages[0]?.data ?? [];
  return (
    <div className={classes.found} aria-live="polite">
      {rows.length > 0 ? <RequestList rows={rows} label={t('home.known')} /> : null}
    </div>
  );
}

/** One box: it finds what was asked already, and asks what was not. */
export function Ask() {
  const { t } = useTranslation('portal');
  const navigate = useNavigate();
  const [words, setWords] = useState('');
  const [settled] = useDebouncedValue(words.trim(), 250);
  const ask = (event: FormEvent) => {
    event.preventDefault();
    const title = words.trim();
    void navigate({ to: '/portal/new', search: title ? { title } : {} });
  };
  return (
    <>
      <form className={classes.form} onSubmit={ask}>
        <Icon of={IconSearch} />
        <input
          type="search"
          className={classes.input}
          aria-label={t('home.describe')}
          placeholder={t('home.describe')}
          maxLength={200}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <Button type="submit" variant="filled" size="lg">
          {t('home.ask')}
        </Button>
      </form>
      {settled.length >= ENOUGH ? <Known words={settled} /> : null}
    </>
  );
}

import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { renderQuery, ticketChoicesQuery } from '@/features/catalog/api/preview';
import { asProblem } from '@/shared/api/problem';
import { RichText } from '@/shared/ui/RichText';

import classes from './parts.module.css';

type Choice = { value: string; label: string };

function TicketSelect({ onPick }: { onPick: (id: string) => void }) {
  const { t } = useTranslation('catalog');
  const [typed, setTyped] = useState('');
  const [picked, setPicked] = useState<Choice | null>(null);
  const [query] = useDebouncedValue(typed === picked?.label ? '' : typed, 250);
  const tickets = useQuery(ticketChoicesQuery(query));
  const choices = (tickets.data?.data ?? []).map(
    ({ id, number, title }): Choice => ({ value: id, label: `${number} ${title}` }),
  );
  const first = choices[0]?.value;

  // The latest ticket until somebody chooses.
  useEffect(() => {
    if (first && !picked) onPick(first);
  }, [first, picked, onPick]);

  const listed = choices.some(({ value }) => value === picked?.value);
  return (
    <Select
      label={t('preview.ticket')}
      searchable
      allowDeselect={false}
      data={picked && !listed ? [picked, ...choices] : choices}
      filter={({ options }) => options}
      value={picked?.value ?? first ?? null}
      onSearchChange={setTyped}
      onChange={(value) => {
        const choice = choices.find((each) => each.value === value);
        if (!choice) return;
        setPicked(choice);
        onPick(choice.value);
      }}
      nothingFoundMessage={t('preview.noTicket')}
      mb={8}
    />
  );
}

/** The text as it would be sent on one ticket. */
export function ReplyPreview({ html }: { html: string }) {
  const { t } = useTranslation('catalog');
  const [ticket, setTicket] = useState('');
  const [settled] = useDebouncedValue(html, 400);
  const isBlank = settled.trim() === '';
  const { data, error } = useQuery({
    ...renderQuery(ticket, settled),
    enabled: ticket !== '' && !isBlank,
  });
  return (
    <section className={classes.part}>
      <h3>{t('preview.title')}</h3>
      <TicketSelect onPick={setTicket} />
      {error ? <p className={classes.error}>{asProblem(error).message}</p> : null}
      {isBlank ? <p className="muted">{t('preview.nothing')}</p> : null}
      {data && !isBlank ? (
        <>
          <div className={classes.preview}>
            <RichText html={data.html} />
          </div>
          {data.missing.length > 0 ? (
            <p className={classes.warn}>
              {t('preview.missing', { names: data.missing.join(', ') })}
            </p>
          ) : null}
        </>
      ) : null}
    </section>
  );
}

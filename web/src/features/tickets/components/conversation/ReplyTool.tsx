import { ActionIcon, Button, Popover } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconMessage2Bolt } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { repliesQuery } from '@/features/tickets/api/catalog';
import { renderedReplyQuery } from '@/features/tickets/api/comments';
import { useMay } from '@/shared/api/me';
import { cx } from '@/shared/lib/cx';
import { Icon } from '@/shared/ui/Icon';

import classes from './ReplyTool.module.css';

type Props = { ticketId: string; onText: (text: string) => void };
type Reply = { id: string; title: string };

const PAUSE = 120;

/** The chosen reply with the values of this ticket in place of its variables. */
function Preview({ ticketId, reply }: { ticketId: string; reply: Reply | undefined }) {
  const { t } = useTranslation(['together', 'common']);
  const [settled] = useDebouncedValue(reply?.id ?? '', PAUSE);
  const { data, isError } = useQuery({
    ...renderedReplyQuery(ticketId, settled),
    enabled: settled !== '',
  });
  if (!reply) return <p className="muted">{t('common:form.nothingFound')}</p>;
  if (isError) return <p className="muted">{t('reply.failed')}</p>;
  return <div className={classes.text}>{data?.text ?? ''}</div>;
}

function Chooser({ ticketId, onText, onDone }: Props & { onDone: () => void }) {
  const { t } = useTranslation(['together', 'common']);
  const list = useId();
  const { data = [] } = useQuery(repliesQuery);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const wanted = query.trim().toLocaleLowerCase();
  const shown = data.filter(({ title }) => title.toLocaleLowerCase().includes(wanted));
  const at = Math.min(active, shown.length - 1);
  const reply = shown[at];
  const rendered = useQuery({ ...renderedReplyQuery(ticketId, reply?.id ?? ''), enabled: false });
  const insert = async () => {
    if (!reply) return;
    const { data: made } = rendered.data ? rendered : await rendered.refetch();
    if (made) onText(made.text);
    onDone();
  };
  const onKey = (event: KeyboardEvent) => {
    const steps: Record<string, () => void> = {
      ArrowDown: () => setActive(Math.min(shown.length - 1, at + 1)),
      ArrowUp: () => setActive(Math.max(0, at - 1)),
      Enter: () => void insert(),
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    step();
  };
  return (
    <div className={classes.chooser}>
      <div className={classes.left}>
        <input
          className={classes.search}
          role="combobox"
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={reply ? `${list}-${reply.id}` : undefined}
          aria-label={t('reply.search')}
          placeholder={t('common:action.search')}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={onKey}
          data-autofocus
        />
        <div id={list} role="listbox" aria-label={t('reply.list')} className={classes.list}>
          {shown.map(({ id, title }, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the search field takes the keys
            <div
              key={id}
              id={`${list}-${id}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              className={cx(classes.option, 'truncate', index === at && classes.active)}
              onClick={() => setActive(index)}
              onDoubleClick={() => void insert()}
            >
              {title}
            </div>
          ))}
        </div>
      </div>
      <section className={classes.preview} aria-label={t('reply.preview')} aria-live="polite">
        <Preview ticketId={ticketId} reply={reply} />
        <Button size="xs" variant="filled" disabled={!reply} onClick={() => void insert()}>
          {t('reply.insert')}
        </Button>
      </section>
    </div>
  );
}

/** Replies written beforehand, shown as they will read on this ticket. */
export function ReplyTool({ ticketId, onText }: Props) {
  const { t } = useTranslation('tickets');
  const [open, setOpen] = useState(false);
  const worksOnTickets = useMay('ticket:update');
  const { data = [], isPending } = useQuery({ ...repliesQuery, enabled: worksOnTickets });
  if (!worksOnTickets || (!isPending && data.length === 0)) return null;
  const label = t('compose.reply');
  return (
    <Popover opened={open} onChange={setOpen} position="top-start" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon size="sm" aria-label={label} title={label} onClick={() => setOpen(!open)}>
          <Icon of={IconMessage2Bolt} size="s" />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Chooser ticketId={ticketId} onText={onText} onDone={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Comment, TimelineItem } from '@/features/tickets/api/ticket';
import type { Ticket } from '@/features/tickets/api/types';
import { type Editing, useEdit } from '@/features/tickets/api/useEdit';
import { ConflictDialog, ResolveDialog } from '@/features/tickets/components/change/dialogs';
import { Conversation, UNREAD } from '@/features/tickets/components/conversation/Conversation';
import { TicketComposer } from '@/features/tickets/components/conversation/TicketComposer';
import { TABS, type Tab, tabCounts } from '@/features/tickets/lib/tabs';
import { useMay } from '@/shared/api/me';
import { dateTime } from '@/shared/lib/format';
import { useReady } from '@/shared/lib/useReady';
import { Loaded } from '@/shared/ui/Loaded';
import { later } from '@/shared/ui/later';
import { Page } from '@/shared/ui/Page';
import { Segmented } from '@/shared/ui/Segmented';
import { Soon } from '@/shared/ui/Soon';
import { AsOfBar } from '@/shared/ui/States';
import { titleEdit } from './edits';
import { MessageActions } from './MessageActions';
import { OpeningActions } from './OpeningActions';
import { type MoreSections, PropertiesColumn } from './PropertiesColumn';
import type { OpenEditor } from './propertyProps';
import { TicketHead } from './TicketHead';
import { TicketMenu } from './TicketMenu';
import classes from './TicketPage.module.css';
import { TicketSkeleton } from './TicketSkeleton';
import { TimeSlider } from './TimeSlider';
import { usePageKeys } from './usePageKeys';
import { useStatus } from './useStatus';
import { useTicketPage } from './useTicketPage';
import { useUnread } from './useUnread';

const SplitDialog = later(() => import('./SplitDialog'), 'SplitDialog');

type View = Tab | 'properties';

type Props = {
  id: string;
  /** Version of the past that is shown; the present without it. */
  at?: number | undefined;
  onAt: (version: number | undefined) => void;
  /** Sections of other features for the column of properties. */
  more?: MoreSections | undefined;
  /** Actions of other features on a ticket that can be changed. */
  actions?: ReactNode;
};

type TabsProps = {
  view: View;
  onView: (view: View) => void;
  counts: Record<Tab, number>;
  withProperties: boolean;
  unreadFrom: string | undefined;
};

function JumpToUnread() {
  const { t } = useTranslation('together');
  const jump = () => {
    const line = document.getElementById(UNREAD);
    line?.scrollIntoView({ block: 'start' });
    line?.focus({ preventScroll: true });
  };
  return (
    <Button size="xs" variant="subtle" className={classes.jump ?? ''} onClick={jump}>
      {t('unread.jump')}
    </Button>
  );
}

function ViewTabs({ view, onView, counts, withProperties, unreadFrom }: TabsProps) {
  const { t } = useTranslation('tickets');
  const seesInside = useMay('ticket:read_internal');
  const tabs = TABS.filter((tab) => seesInside || tab !== 'notes');
  const views: View[] = withProperties ? [...tabs, 'properties'] : tabs;
  return (
    <div className={classes.tabs}>
      <Segmented
        label={t('conversation.filter')}
        value={view}
        onChange={onView}
        segments={views.map((value) => ({
          value,
          label: t(`tab.${value}`),
          ...(value === 'all' || value === 'properties' ? {} : { count: counts[value] }),
        }))}
      />
      {unreadFrom && (view === 'all' || view === 'replies') ? <JumpToUnread /> : null}
    </div>
  );
}

function PastBar({ number, when, onBack }: { number: string; when: string; onBack: () => void }) {
  const { t } = useTranslation('tickets');
  return (
    <AsOfBar
      kind="past"
      action={
        <button type="button" onClick={onBack}>
          {t('past.back')}
        </button>
      }
    >
      <b>{t('past.bar', { number, when: dateTime(when) })}</b> {t('past.locked')}
    </AsOfBar>
  );
}

type BarsProps = { number: string; past: string | undefined; gone: boolean; onBack: () => void };

/** Of which moment the page is, when it is not of now. */
function Bars({ number, past, gone, onBack }: BarsProps) {
  const { t } = useTranslation('tickets');
  return (
    <>
      {past === undefined ? null : <PastBar number={number} when={past} onBack={onBack} />}
      {gone ? <AsOfBar kind="stale">{t('page.gone')}</AsOfBar> : null}
    </>
  );
}

type TalkProps = {
  ticket: Ticket;
  present: Ticket;
  items: readonly TimelineItem[];
  tab: Tab;
  /** The past, or deleted: nothing can be said any more. */
  isOver: boolean;
  unreadFrom: string | undefined;
  onEdit: Editing['edit'];
};

/** The conversation and, in the present, the place to go on with it. */
function Talk({ ticket, present, items, tab, isOver, unreadFrom, onEdit }: TalkProps) {
  const [splitting, setSplitting] = useState<Comment | null>(null);
  const actionsOf = (comment: Comment) => (
    <MessageActions ticket={present} comment={comment} onSplit={setSplitting} />
  );
  return (
    <>
      <Conversation
        ticket={ticket}
        items={items}
        tab={tab}
        unreadFrom={unreadFrom}
        actionsOf={isOver ? undefined : actionsOf}
        opening={
          isOver || !present.may.update ? undefined : (
            <OpeningActions ticket={present} onEdit={onEdit} />
          )
        }
      />
      <Soon>{isOver ? null : <TicketComposer key={present.id} ticket={present} />}</Soon>
      <SplitDialog ticket={present} comment={splitting} onClose={() => setSplitting(null)} />
    </>
  );
}

/** What can still be done: nothing any more, nothing by this person, or not this. */
function openness({ deleted_at, may, legal_transitions }: Ticket, isClosed: boolean) {
  const over = isClosed || deleted_at !== null;
  const locked = over || !may.update;
  return { over, locked, resolvable: !locked && legal_transitions.includes('resolved') };
}

type HeadMenuProps = { ticket: Ticket; locked: boolean; actions: ReactNode };

/** What can be done with the whole ticket. */
function HeadMenu({ ticket, locked, actions }: HeadMenuProps) {
  return (
    <>
      {locked ? null : actions}
      <TicketMenu ticket={ticket} />
    </>
  );
}

function LoadedPage({ present, id, at, onAt, more, actions }: Props & { present: Ticket }) {
  const { t } = useTranslation('tickets');
  const page = useTicketPage(id, at);
  const { ticket = present, isPast, gone, stops, index, items } = page;
  const narrow = useMediaQuery('(max-width: 1023px)') ?? false;
  const [chosen, setView] = useState<View>('all');
  const [open, setOpen] = useState<OpenEditor>(null);
  const unreadFrom = useUnread(id, items, isPast);
  const editing = useEdit(present);
  const status = useStatus(present);
  const { over, locked, resolvable } = openness(present, isPast || gone);
  const tab = chosen === 'properties' ? 'all' : chosen;
  const showsColumn = narrow && chosen === 'properties';
  usePageKeys({ ticket: present, locked, editing, onOpen: setOpen });

  const column = (
    <PropertiesColumn
      ticket={ticket}
      bare={over}
      locked={locked}
      editing={editing}
      status={status}
      open={open}
      onOpen={setOpen}
      more={more}
    />
  );
  return (
    <>
      <Page>
        <TicketHead
          ticket={ticket}
          onTitle={
            locked
              ? undefined
              : (title, before) => void editing.edit(titleEdit(title), { title: before })
          }
          onResolve={resolvable ? () => status.setStatus('resolved') : undefined}
          menu={<HeadMenu ticket={present} locked={locked} actions={actions} />}
        />
        <TimeSlider
          stops={stops}
          isComing={page.timeline.isLoading}
          at={index}
          onAt={(next) => onAt(next === stops.length - 1 ? undefined : stops[next]?.version)}
        />
        <Bars
          number={ticket.number}
          past={isPast ? (stops[index]?.at ?? present.updated_at) : undefined}
          gone={gone}
          onBack={() => onAt(undefined)}
        />
        <ViewTabs
          view={showsColumn ? 'properties' : tab}
          onView={setView}
          counts={tabCounts(items)}
          withProperties={narrow}
          unreadFrom={unreadFrom}
        />
        {showsColumn ? (
          <div className={classes.scroll}>{column}</div>
        ) : (
          <Talk
            ticket={ticket}
            present={present}
            items={items}
            tab={tab}
            isOver={over}
            unreadFrom={unreadFrom}
            onEdit={editing.edit}
          />
        )}
      </Page>
      {narrow ? null : (
        <aside className={classes.aside} aria-label={t('page.properties')}>
          <Soon>{column}</Soon>
        </aside>
      )}
      <ConflictDialog editing={editing} />
      <ResolveDialog
        opened={status.resolving}
        what={present.number}
        type={present.type}
        onClose={status.stopResolving}
        onResolve={status.resolve}
      />
    </>
  );
}

/** One ticket: what was said on the left, what is known on the right. */
export function TicketPage(props: Props) {
  const { t } = useTranslation('tickets');
  const { query, present } = useTicketPage(props.id, props.at);
  const ready = useReady(present !== undefined);
  if (present && ready) return <LoadedPage {...props} present={present} />;
  return (
    <Page>
      <Loaded query={query} errorTitle={t('page.failed')} skeleton={<TicketSkeleton />}>
        {() => null}
      </Loaded>
    </Page>
  );
}

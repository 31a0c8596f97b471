import type { QueryKey } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import type { Ticket } from '@/features/tickets/api/types';
import type { Editing } from '@/features/tickets/api/useEdit';
import { useMay } from '@/shared/api/me';
import { Soon } from '@/shared/ui/Soon';
import { Together } from '@/shared/ui/Together';

import { AboutSection, ResolutionSection } from './AboutSections';
import { ApprovalsSection } from './ApprovalsSection';
import { CustomFields } from './CustomFields';
import { FilesSection } from './FilesSection';
import { MainProperties } from './MainProperties';
import { OutsideSection } from './OutsideSection';
import { WatchersSection } from './PeopleSections';
import classes from './PropertiesColumn.module.css';
import type { OpenEditor } from './propertyProps';
import { ItemsSection, RelatedSection } from './RelationSections';
import { SimilarSection } from './SimilarSection';
import { TimeSection } from './TimeSection';
import type { useStatus } from './useStatus';

export type MoreSections = (on: { id: string; number: string; locked: boolean }) => ReactNode;

type Props = {
  ticket: Ticket;
  /** Without what hangs on the ticket, which is known only as it is now. */
  bare: boolean;
  locked: boolean;
  editing: Editing;
  status: ReturnType<typeof useStatus>;
  open: OpenEditor;
  onOpen: (open: OpenEditor) => void;
  /** Sections of other features, for those who work on tickets. */
  more?: MoreSections | undefined;
};

/** All facts of a ticket, in the order in which people ask for them. */
export function PropertiesColumn(props: Props) {
  const { ticket, bare, locked, editing, status, open, onOpen, more } = props;
  const onEdit = (edit: Parameters<Editing['edit']>[0]) => void editing.edit(edit);
  const seesInside = useMay('ticket:read_internal');
  const parts = { ticket, locked };
  const isPart = (key: QueryKey) => key[0] === 'catalog' || JSON.stringify(key).includes(ticket.id);
  return (
    <div className={classes.column}>
      <div className={classes.main}>
        <MainProperties
          ticket={ticket}
          locked={locked}
          onEdit={onEdit}
          onStatus={status.setStatus}
          onSub={(sub_status) => onEdit({ body: { sub_status }, shown: { sub_status } })}
          open={open}
          onOpen={onOpen}
        />
      </div>
      <Soon>
        <Together of={isPart}>
          <ResolutionSection ticket={ticket} />
          <CustomFields ticket={ticket} locked={locked} onEdit={onEdit} />
          {bare ? null : (
            <>
              {seesInside ? (
                <>
                  <ApprovalsSection {...parts} />
                  <ItemsSection {...parts} />
                  <RelatedSection {...parts} />
                  {more?.({ id: ticket.id, number: ticket.number, locked })}
                  <SimilarSection {...parts} />
                </>
              ) : null}
              <FilesSection ticket={ticket} />
              <WatchersSection {...parts} />
              {seesInside ? <TimeSection {...parts} /> : null}
            </>
          )}
          <OutsideSection ticket={ticket} />
          <AboutSection ticket={ticket} />
        </Together>
      </Soon>
    </div>
  );
}

import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { LinkProps } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import {
  type Board,
  boardsQuery,
  type CardParams,
  cardsQuery,
  type View,
} from '@/features/board/api/boards';
import { useLiveBoard } from '@/features/board/api/useLiveBoard';
import type { ListFilters } from '@/features/board/lib/change';
import type { BoardSearch } from '@/features/board/lib/search';
import { useMay } from '@/shared/api/me';
import { number } from '@/shared/lib/format';
import { Loaded } from '@/shared/ui/Loaded';
import { later } from '@/shared/ui/later';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { Empty, NoPermission } from '@/shared/ui/States';

import { BoardActions } from './BoardActions';
import { BoardSkeleton } from './BoardSkeleton';
import { BoardWorkplace } from './BoardWorkplace';
import type { AskResolution } from './boardContext';

// Few people set boards up, so its forms come only then.
const BoardSettings = later(() => import('./BoardSettings'), 'BoardSettings');

type Props = {
  search: BoardSearch;
  onSearch: (search: BoardSearch) => void;
  /** The filters of the ticket list, as the server takes them. */
  filters: CardParams;
  filterBar: ReactNode;
  askResolution: AskResolution;
  listLink: (filters: ListFilters) => LinkProps;
  onList: () => void;
};

/** Which settings are open: those of a board, of a new one, or none. */
type Editing = { board: Board | null } | null;

/** Tickets in columns. */
export function BoardPage(props: Props) {
  const { t } = useTranslation('board');
  const sees = useMay('ticket:read_internal');
  const boards = useQuery({ ...boardsQuery, enabled: sees });
  if (!sees) {
    return (
      <Page>
        <PageHead title={t('title')} />
        <NoPermission what={t('what')} right="ticket:read_internal" />
      </Page>
    );
  }
  return (
    <Loaded query={boards} skeleton={<BoardSkeleton />} errorTitle={t('failed')}>
      {(all) => <Chosen {...props} boards={all} />}
    </Loaded>
  );
}

function Chosen({ boards, ...props }: Props & { boards: readonly Board[] }) {
  const { search, onSearch } = props;
  const [editing, setEditing] = useState<Editing>(null);
  const board = boards.find(({ id }) => id === search.board) ?? boards[0];
  const onSaved = (id: string) => {
    setEditing(null);
    onSearch({ board: id });
  };
  return (
    <>
      <Page>
        {board ? (
          <OneBoard {...props} boards={boards} board={board} onEdit={setEditing} />
        ) : (
          <NoBoard onNew={() => setEditing({ board: null })} />
        )}
      </Page>
      {editing ? (
        <BoardSettings
          key={editing.board?.id ?? 'new'}
          board={editing.board}
          onSaved={onSaved}
          onDeleted={() => {
            setEditing(null);
            onSearch({});
          }}
          onClose={() => setEditing(null)}
        />
      ) : null}
    </>
  );
}

function NoBoard({ onNew }: { onNew: () => void }) {
  const { t } = useTranslation('board');
  const mayEdit = useMay('board:write');
  return (
    <>
      <PageHead title={t('title')} />
      <Empty title={t('none.title')} why={t(mayEdit ? 'none.why' : 'none.ask')}>
        {mayEdit ? (
          <Button variant="filled" onClick={onNew}>
            {t('newBoard')}
          </Button>
        ) : null}
      </Empty>
    </>
  );
}

type OneProps = Props & {
  boards: readonly Board[];
  board: Board;
  onEdit: (editing: Editing) => void;
};

function OneBoard(props: OneProps) {
  const { boards, board, search, onSearch, filters, filterBar, onEdit, onList } = props;
  const { t } = useTranslation('board');
  const view: View = { board: board.id, columns: search.columns, lanes: search.lanes, filters };
  const query = useQuery({ ...cardsQuery(view), placeholderData: keepPreviousData });
  const live = useLiveBoard(view);
  const count = query.data?.columns.reduce((sum, column) => sum + column.count, 0);
  const exact = query.data?.columns.every((column) => column.count_exact) ?? true;
  return (
    <>
      <PageHead
        title={board.name}
        meta={
          <>
            <span role="status">
              {count === undefined
                ? null
                : t(exact ? 'count' : 'countAbout', { count, shown: number(count) })}
            </span>
            {live.waiting > 0 ? (
              <Button size="xs" onClick={() => void live.takeIn()}>
                {t('waiting', { count: live.waiting })}
              </Button>
            ) : null}
          </>
        }
        actions={
          <BoardActions
            boards={boards}
            board={board}
            columns={search.columns ?? board.column_field}
            lanes={search.lanes ?? board.lane_field}
            onSearch={onSearch}
            onEdit={onEdit}
            onList={onList}
          />
        }
      />
      {filterBar}
      <Loaded query={query} skeleton={<BoardSkeleton />} errorTitle={t('failed')}>
        {(data) => (
          <BoardWorkplace
            data={data}
            view={view}
            live={live}
            askResolution={props.askResolution}
            listLink={props.listLink}
          />
        )}
      </Loaded>
    </>
  );
}

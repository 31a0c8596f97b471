import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { type Reply, repliesQuery } from '@/features/catalog/api/catalog';
import { api } from '@/shared/api/client';
import { teamsQuery } from '@/shared/api/directory';
import { useMay } from '@/shared/api/me';
import { useOrder } from '@/shared/api/useOrder';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { SettingsList } from '@/shared/ui/SettingsList';
import type { Column } from '@/shared/ui/SettingsTable';

import { OpenCell } from './Cells';
import { useListTexts } from './listTexts';
import classes from './parts.module.css';
import { ReplyPanel } from './ReplyPanel';

const FROM = '/app/settings/replies';

function Scope({ reply }: { reply: Reply }) {
  const { t } = useTranslation('catalog');
  const teams = useQuery(teamsQuery);
  if (reply.owner_id) return t('replies.me');
  if (!reply.team_id) return t('replies.everybody');
  return teams.data?.data.find(({ id }) => id === reply.team_id)?.name ?? null;
}

/** Texts that people send again and again. */
export function RepliesPage() {
  const { t } = useTranslation('catalog');
  const search = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const mayShare = useMay('catalog:write');
  const replies = useQuery(repliesQuery);
  const order = useOrder(repliesQuery.queryKey, (ids) => {
    // Personal replies keep their own place.
    const shared = new Set(
      replies.data?.data.filter(({ owner_id }) => owner_id === null).map(({ id }) => id),
    );
    return api.PUT('/api/v1/canned-replies/order', {
      body: { ids: ids.filter((id) => shared.has(id)) },
    });
  });
  const show = (next: typeof search) => void navigate({ search: next, replace: true });
  const close = () => show({ ...search, open: undefined, add: undefined });
  const columns: Column<Reply>[] = [
    {
      key: 'title',
      head: t('replies.label'),
      cell: (reply) => (
        <OpenCell
          name={reply.title}
          off={!reply.is_active}
          onOpen={() => show({ ...search, open: reply.id, add: undefined })}
        />
      ),
    },
    {
      key: 'text',
      head: t('replies.body'),
      drops: 'second',
      cell: ({ body_text }) => <span className={classes.excerpt}>{body_text}</span>,
    },
    {
      key: 'scope',
      head: t('replies.scope'),
      narrow: true,
      cell: (reply) => <Scope reply={reply} />,
    },
    {
      key: 'changed',
      head: t('changed'),
      drops: 'first',
      narrow: true,
      cell: ({ updated_at }) => <RelativeTime when={updated_at} />,
    },
  ];
  return (
    <SettingsList
      texts={useListTexts('replies')}
      query={replies}
      columns={columns}
      nameOf={({ title, body_text }) => `${title} ${body_text}`}
      labelOf={({ title }) => title}
      search={search}
      onSearch={show}
      mayWrite
      onOrder={mayShare ? (ids) => order.mutate(ids) : undefined}
      panel={(reply) => <ReplyPanel key={reply?.id ?? 'new'} reply={reply} onClose={close} />}
    />
  );
}

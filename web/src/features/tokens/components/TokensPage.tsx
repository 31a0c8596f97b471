import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { type ApiToken, tokensQuery, useRevokeToken } from '@/features/tokens/api/tokens';
import { date } from '@/shared/lib/format';
import { usePermissionName } from '@/shared/lib/permissions';
import { useNow } from '@/shared/lib/useNow';
import { useConfirm } from '@/shared/ui/ConfirmDialog';
import { Icon } from '@/shared/ui/Icon';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { type Column, SettingsTable } from '@/shared/ui/SettingsTable';
import { Empty } from '@/shared/ui/States';
import { toastDone, toastFailed } from '@/shared/ui/toast';

import { NewTokenPanel } from './NewTokenPanel';
import classes from './TokensPage.module.css';

const FROM = '/app/settings/tokens';

function Expires({ token }: { token: ApiToken }) {
  const { t } = useTranslation('tokens');
  const now = useNow();
  if (!token.expires_at) return <span className="muted">{t('noEnd')}</span>;
  const isOver = Date.parse(token.expires_at) < now;
  return (
    <span className={isOver ? classes.over : undefined}>
      {isOver ? t('over') : date(token.expires_at)}
    </span>
  );
}

function Scopes({ token }: { token: ApiToken }) {
  const { t } = useTranslation('tokens');
  const nameOf = usePermissionName();
  if (!token.scopes) return t('all', { name: token.person.name });
  return (
    <span title={token.scopes.map(nameOf).join('\n')}>
      {t('scopes', { count: token.scopes.length })}
    </span>
  );
}

function Revoke({ token }: { token: ApiToken }) {
  const { t } = useTranslation('tokens');
  const confirm = useConfirm();
  const revoke = useRevokeToken();
  const { name } = token;
  const ask = async () => {
    const sure = await confirm({
      title: t('revoke.title', { name }),
      body: t('revoke.why'),
      action: t('revoke.confirm'),
      danger: true,
    });
    if (!sure) return;
    try {
      await revoke.mutateAsync(token.id);
      toastDone(t('revoke.done', { name }));
    } catch (error) {
      toastFailed(error);
    }
  };
  return (
    <Button
      size="xs"
      variant="subtle"
      aria-label={t('revoke.label', { name })}
      loading={revoke.isPending}
      onClick={() => void ask()}
    >
      {t('revoke.action')}
    </Button>
  );
}

function useColumns(): Column<ApiToken>[] {
  const { t } = useTranslation('tokens');
  return [
    {
      key: 'name',
      head: t('column.name'),
      cell: ({ name, last4 }) => (
        <span>
          <span className={classes.name}>{name}</span>
          <span className={classes.ends}>{t('ends', { last4 })}</span>
        </span>
      ),
    },
    { key: 'owner', head: t('column.owner'), drops: 'second', cell: ({ person }) => person.name },
    { key: 'scopes', head: t('column.scopes'), cell: (token) => <Scopes token={token} /> },
    {
      key: 'from',
      head: t('column.from'),
      drops: 'first',
      cell: ({ ip_allow }) =>
        ip_allow.length > 0 ? ip_allow.join(', ') : <span className="muted">{t('anywhere')}</span>,
    },
    {
      key: 'expires',
      head: t('column.expires'),
      narrow: true,
      cell: (token) => <Expires token={token} />,
    },
    {
      key: 'used',
      head: t('column.used'),
      narrow: true,
      cell: ({ last_used_at, last_used_ip }) =>
        last_used_at ? (
          <span>
            <RelativeTime when={last_used_at} />
            {last_used_ip ? <span className={classes.ends}>{last_used_ip}</span> : null}
          </span>
        ) : (
          <span className="muted">{t('never')}</span>
        ),
    },
    {
      key: 'actions',
      head: '',
      narrow: true,
      end: true,
      cell: (token) => <Revoke token={token} />,
    },
  ];
}

/** The keys of scripts and other systems. */
export function TokensPage() {
  const { t } = useTranslation('tokens');
  const { add } = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const tokens = useQuery(tokensQuery);
  const columns = useColumns();
  const show = (panel: boolean) =>
    void navigate({ search: panel ? { add: true } : {}, replace: true });
  const addButton = (
    <Button
      variant={add ? 'default' : 'filled'}
      leftSection={<Icon of={IconPlus} />}
      onClick={() => show(true)}
    >
      {t('add')}
    </Button>
  );
  const isEmpty = tokens.data?.data.length === 0;
  return (
    <>
      <Page scrolls>
        <PageHead title={t('title')} meta={t('why')} actions={isEmpty ? null : addButton} />
        <Loaded query={tokens}>
          {({ data }) =>
            data.length === 0 ? (
              <Empty title={t('empty.title')} why={t('empty.why')}>
                {addButton}
              </Empty>
            ) : (
              <SettingsTable
                label={t('title')}
                columns={columns}
                items={data}
                itemKey={({ id }) => id}
              />
            )
          }
        </Loaded>
      </Page>
      {add ? <NewTokenPanel onClose={() => show(false)} /> : null}
    </>
  );
}

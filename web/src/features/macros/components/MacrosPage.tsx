import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { type Macro, macrosQuery } from '@/features/macros/api/macros';
import { teamsQuery } from '@/shared/api/directory';
import { useMay, useMe } from '@/shared/api/me';
import { number } from '@/shared/lib/format';
import { Icon } from '@/shared/ui/Icon';
import { Loaded } from '@/shared/ui/Loaded';
import { later } from '@/shared/ui/later';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { type Column, SettingsTable } from '@/shared/ui/SettingsTable';
import { Empty } from '@/shared/ui/States';
import { Tag } from '@/shared/ui/Tag';
import type { TicketSearch } from './LivePreview';
import classes from './Macros.module.css';

const MacroPanel = later(() => import('./MacroPanel'), 'MacroPanel');

const FROM = '/app/settings/macros';
const NEW = 'new';

function useScopeText() {
  const { t } = useTranslation('macros');
  const { data: teams } = useQuery(teamsQuery);
  return ({ owner_id, team_id }: Macro) => {
    if (owner_id) return t('scope.me');
    if (!team_id) return t('scope.all');
    return teams?.data.find(({ id }) => id === team_id)?.name ?? '';
  };
}

function useColumns(mayOpen: (macro: Macro) => boolean, onOpen: (id: string) => void) {
  const { t } = useTranslation('macros');
  const scopeText = useScopeText();
  const columns: Column<Macro>[] = [
    {
      key: 'name',
      head: t('column.name'),
      cell: (macro) => (
        <span>
          {mayOpen(macro) ? (
            <button type="button" className={classes.open} onClick={() => onOpen(macro.id)}>
              {macro.name}
            </button>
          ) : (
            macro.name
          )}{' '}
          {macro.is_active ? null : <Tag>{t('off')}</Tag>}
          {macro.description ? (
            <span className={classes.description}>{macro.description}</span>
          ) : null}
        </span>
      ),
    },
    { key: 'scope', head: t('column.scope'), drops: 'second', cell: scopeText },
    {
      key: 'steps',
      head: t('column.steps'),
      narrow: true,
      cell: ({ actions }) => <span className="num">{number(actions.length)}</span>,
    },
    {
      key: 'runs',
      head: t('column.runs'),
      narrow: true,
      drops: 'first',
      cell: ({ runs }) => <span className="num">{number(runs)}</span>,
    },
    {
      key: 'last',
      head: t('column.last'),
      narrow: true,
      drops: 'first',
      cell: ({ last_run_at }) => (last_run_at ? <RelativeTime when={last_run_at} /> : null),
    },
  ];
  return columns;
}

/** Several steps under one name: what there is, and the editor with its live preview. */
export function MacrosPage({ ticketSearch }: { ticketSearch: TicketSearch }) {
  const { t } = useTranslation('macros');
  const { edit } = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const { person } = useMe();
  const mayShare = useMay('macro:write');
  const macros = useQuery(macrosQuery);
  const mayOpen = ({ owner_id }: Macro) => owner_id === person.id || (!owner_id && mayShare);
  const open = macros.data?.find((macro) => macro.id === edit && mayOpen(macro));
  const show = (next?: string) =>
    void navigate({ search: next ? { edit: next } : {}, replace: true });
  const columns = useColumns(mayOpen, show);
  const add = (
    <Button
      variant={edit ? 'default' : 'filled'}
      leftSection={<Icon of={IconPlus} />}
      onClick={() => show(NEW)}
    >
      {t('add')}
    </Button>
  );
  const count = macros.data?.length;
  return (
    <>
      <Page scrolls>
        <PageHead
          title={t('title')}
          meta={count === undefined ? null : t('count', { count })}
          actions={count === 0 ? null : add}
        />
        <Loaded query={macros}>
          {(found) =>
            found.length === 0 ? (
              <Empty title={t('empty.title')} why={t('empty.why')}>
                {add}
              </Empty>
            ) : (
              <SettingsTable
                label={t('title')}
                columns={columns}
                items={found}
                itemKey={({ id }) => id}
                isOff={({ is_active }) => !is_active}
              />
            )
          }
        </Loaded>
      </Page>
      {open || edit === NEW ? (
        <MacroPanel
          key={open?.id ?? NEW}
          macro={open ?? null}
          ticketSearch={ticketSearch}
          onClose={() => show()}
        />
      ) : null}
    </>
  );
}

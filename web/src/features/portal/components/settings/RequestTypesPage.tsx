import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { requestTypesQuery } from '@/features/portal/api/requestTypes';
import type { RequestType } from '@/features/portal/api/types';
import { CARD_ICONS } from '@/features/portal/components/icons';
import { useMay } from '@/shared/api/me';
import { Icon } from '@/shared/ui/Icon';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { type Column, SettingsTable } from '@/shared/ui/SettingsTable';
import { Empty } from '@/shared/ui/States';
import { Tag } from '@/shared/ui/Tag';

import { RequestTypePanel } from './RequestTypePanel';
import classes from './RequestTypes.module.css';

const FROM = '/app/settings/request-types';

function useColumns(onEdit: (id: string) => void): Column<RequestType>[] {
  const { t } = useTranslation(['portal', 'common']);
  const mayWrite = useMay('catalog:write');
  const columns: Column<RequestType>[] = [
    {
      key: 'name',
      head: t('types.name'),
      cell: ({ name, description, icon }) => (
        <span className={classes.name}>
          <span className={classes.picture}>
            <Icon of={CARD_ICONS[icon]} />
          </span>
          <span>
            {name}
            <span className={classes.about}>{description}</span>
          </span>
        </span>
      ),
    },
    {
      key: 'expected',
      head: t('types.expected'),
      drops: 'second',
      cell: ({ expected_text }) => expected_text,
    },
    {
      key: 'type',
      head: t('types.makes'),
      narrow: true,
      drops: 'first',
      cell: ({ type }) => t(`common:type.${type}`),
    },
    {
      key: 'fields',
      head: t('types.asks'),
      narrow: true,
      drops: 'first',
      cell: ({ fields }) => t('types.fields', { count: fields.length + 2 }),
    },
    {
      key: 'state',
      head: t('types.state'),
      narrow: true,
      cell: ({ is_active }) =>
        is_active ? <Tag tone="green">{t('types.offered')}</Tag> : <Tag>{t('types.retired')}</Tag>,
    },
  ];
  if (!mayWrite) return columns;
  return [
    ...columns,
    {
      key: 'actions',
      head: '',
      narrow: true,
      end: true,
      cell: ({ id, name }) => (
        <Button
          size="xs"
          variant="subtle"
          aria-label={t('types.editLabel', { name })}
          onClick={() => onEdit(id)}
        >
          {t('common:action.edit')}
        </Button>
      ),
    },
  ];
}

/** What people can ask for in the portal. */
export function RequestTypesPage() {
  const { t } = useTranslation('portal');
  const { edit } = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const types = useQuery(requestTypesQuery);
  const mayWrite = useMay('catalog:write');
  const show = (id: string | undefined) =>
    void navigate({ search: id ? { edit: id } : {}, replace: true });
  const columns = useColumns(show);
  const open = edit === 'new' ? null : types.data?.find(({ id }) => id === edit);
  const isShown = mayWrite && (edit === 'new' || open);
  const add = mayWrite ? (
    <Button
      variant={isShown ? 'default' : 'filled'}
      leftSection={<Icon of={IconPlus} />}
      onClick={() => show('new')}
    >
      {t('types.add')}
    </Button>
  ) : null;
  return (
    <>
      <Page scrolls>
        <PageHead
          title={t('types.title')}
          actions={
            <>
              <Button renderRoot={(props) => <Link to="/portal" {...props} />}>
                {t('types.look')}
              </Button>
              {add}
            </>
          }
        />
        <Loaded query={types}>
          {(data) =>
            data.length === 0 ? (
              <Empty title={t('types.none')} why={t('types.noneWhy')} />
            ) : (
              <SettingsTable
                label={t('types.title')}
                columns={columns}
                items={data}
                itemKey={({ id }) => id}
                isOff={({ is_active }) => !is_active}
              />
            )
          }
        </Loaded>
      </Page>
      {isShown ? (
        <RequestTypePanel
          key={`${edit}-${open?.version}`}
          stored={open ?? undefined}
          onClose={() => show(undefined)}
        />
      ) : null}
    </>
  );
}

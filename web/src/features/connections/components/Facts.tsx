import { IconLock } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import type { Connection, ConnectionType } from '@/features/connections/api/types';
import { type Field, formFields } from '@/features/connections/lib/fields';
import { useMay } from '@/shared/api/me';
import { number } from '@/shared/lib/format';
import { Card } from '@/shared/ui/Card';
import { Icon } from '@/shared/ui/Icon';
import { RelativeTime } from '@/shared/ui/RelativeTime';

import classes from './Facts.module.css';

function useLabel(type: string) {
  const { t } = useTranslation('connections');
  return ({ name, title }: Field) =>
    t(`form.${type}.${name}.label` as 'form.jira_itsm.base_url.label', { defaultValue: title });
}

/** Where the desk is and as whom it is asked; secrets are never shown again. */
export function Account({ connection, type }: { connection: Connection; type: ConnectionType }) {
  const { t } = useTranslation('connections');
  const labelOf = useLabel(type.type);
  const fields = formFields(type);
  const set = fields.filter(
    ({ form, name }) => form === 'config' && connection.settings[name] !== undefined,
  );
  // Which of several ways was taken is sealed, too.
  const several = type.sign_ins.length > 1;
  const secrets = fields
    .filter(({ form, main }) => form === 'credentials' && main)
    .slice(0, several ? 1 : undefined);
  return (
    <Card title={t('account.title')}>
      <dl className={classes.account}>
        {set.map((field) => (
          <div key={field.path}>
            <dt>{labelOf(field)}</dt>
            <dd className={classes.value}>{String(connection.settings[field.name])}</dd>
          </div>
        ))}
        {connection.has_secret
          ? secrets.map((field) => (
              <div key={field.path}>
                <dt>{several ? t('account.credentials') : labelOf(field)}</dt>
                <dd className={classes.value}>
                  <Icon of={IconLock} size="s" />{' '}
                  {t(
                    connection.credential_mode === 'agent' ? 'account.withAgent' : 'account.stored',
                  )}
                </dd>
              </div>
            ))
          : null}
      </dl>
      {connection.credentials_set_at ? (
        <p className={classes.hint}>
          {t(connection.credential_mode === 'agent' ? 'account.handedOver' : 'account.rotated')}{' '}
          <RelativeTime when={connection.credentials_set_at} />
          {'. '}
          {t(connection.credential_mode === 'agent' ? 'account.neverHere' : 'account.neverShown')}
        </p>
      ) : null}
      {connection.credential_mode === 'env' ? (
        <p className={classes.hint}>{t('account.environment')}</p>
      ) : null}
    </Card>
  );
}

const LISTS = ['projects', 'issue_types', 'statuses', 'groups', 'fields'] as const;
const MOST = 6;

/** What the desk offered when it was verified. */
export function FoundFacts({ connection }: { connection: Connection }) {
  const { t } = useTranslation('connections');
  const lists = LISTS.map((key) => ({ key, rows: connection.latest_options[key] ?? [] })).filter(
    ({ rows }) => rows.length > 0,
  );
  if (lists.length === 0) return null;
  return (
    <Card title={t('found.title')}>
      <dl className={classes.found}>
        {lists.map(({ key, rows }) => (
          <div key={key}>
            <dt>{t(`found.${key}`)}</dt>
            <dd>
              {rows.length > MOST
                ? t('found.many', {
                    names: rows
                      .slice(0, 3)
                      .map(({ key: short, name }) => short ?? name)
                      .join(', '),
                    count: rows.length - 3,
                  })
                : rows.map(({ key: short, name }) => short ?? name).join(', ')}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

/** When tickets came last, how many, and how it ended. */
export function LastSync({ connection }: { connection: Connection }) {
  const { t } = useTranslation('connections');
  const { last_sync_at, last_sync_status, last_sync_tickets, last_sync_error } = connection;
  if (!last_sync_at) return null;
  return (
    <Card title={t('lastSync.title')}>
      <dl className={classes.found}>
        <div>
          <dt>{t('lastSync.when')}</dt>
          <dd>
            <RelativeTime when={last_sync_at} />
          </dd>
        </div>
        <div>
          <dt>{t('lastSync.tickets')}</dt>
          <dd>{number(last_sync_tickets)}</dd>
        </div>
        <div>
          <dt>{t('lastSync.result')}</dt>
          <dd>{t(`run.${last_sync_status}` as 'run.success')}</dd>
        </div>
      </dl>
      {last_sync_error ? <p className={classes.error}>{last_sync_error}</p> : null}
    </Card>
  );
}

/** The way to what the imported tickets have in common. */
export function ImportedClusters({ connection }: { connection: Connection }) {
  const { t } = useTranslation('connections');
  const sees = useMay('cluster:read');
  if (!sees || !connection.last_sync_at) return null;
  return (
    <Card title={t('clusters.title')}>
      <p className={classes.hint}>{t('clusters.why')}</p>
      <Link to="/app/clusters" search={{ connection: connection.id }}>
        {t('clusters.open')}
      </Link>
    </Card>
  );
}

import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Entry } from '@/features/audit/api/audit';
import type { AuditFilter } from '@/features/audit/lib/search';
import { useWords } from '@/features/audit/lib/words';
import { dateTime } from '@/shared/lib/format';
import { PersonName } from '@/shared/ui/Avatar';
import { Panel } from '@/shared/ui/Panel';
import { Properties, Property } from '@/shared/ui/Properties';
import { Tag } from '@/shared/ui/Tag';

import classes from './AuditPage.module.css';

type Names = Record<string, string>;

function useShown(names: Names) {
  const { t } = useTranslation('audit');
  const showOne = (value: unknown): string => {
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
    if (typeof value === 'object') return JSON.stringify(value);
    return names[String(value)] ?? String(value);
  };
  const show = (value: unknown): string => {
    const values = [value].flat().filter((each) => each != null && each !== '');
    return values.length > 0 ? values.map(showOne).join(', ') : '–';
  };
  return show;
}

function Changes({ entry, names }: { entry: Entry; names: Names }) {
  const { t } = useTranslation('audit');
  const words = useWords();
  const show = useShown(names);
  const fields = Object.entries(entry.changes) as [string, [unknown, unknown]][];
  if (fields.length === 0) return null;
  return (
    <section className={classes.part}>
      <h3>{t('changes')}</h3>
      <table className={classes.diff}>
        <thead>
          <tr>
            <th scope="col">{t('field_')}</th>
            <th scope="col">{t('before')}</th>
            <th scope="col">{t('after')}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(([field, [before, after]]) => (
            <tr key={field}>
              <th scope="row">{words.field(field)}</th>
              <td className={classes.old}>{show(before)}</td>
              <td>{show(after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Facts({ entry, names }: { entry: Entry; names: Names }) {
  const { t } = useTranslation('audit');
  const words = useWords();
  const show = useShown(names);
  const facts = Object.entries(entry.data);
  if (facts.length === 0) return null;
  return (
    <section className={classes.part}>
      <h3>{t('facts')}</h3>
      <Properties list>
        {facts.map(([name, value]) => (
          <Property key={name} label={words.field(name)}>
            {show(value)}
          </Property>
        ))}
      </Properties>
    </section>
  );
}

function Raw({ entry }: { entry: Entry }) {
  const { t } = useTranslation(['audit', 'common']);
  const [shown, setShown] = useState(false);
  const clipboard = useClipboard({ timeout: 4000 });
  const json = JSON.stringify(entry, null, 2);
  return (
    <section className={classes.part}>
      <h3>{t('raw')}</h3>
      <div className={classes.buttons}>
        <Button size="xs" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {t(shown ? 'hideRaw' : 'showRaw')}
        </Button>
        <Button size="xs" onClick={() => clipboard.copy(json)}>
          {clipboard.copied ? t('common:action.copied') : t('copyRaw')}
        </Button>
      </div>
      {shown ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the keys
        <pre className={classes.raw} tabIndex={0}>
          {json}
        </pre>
      ) : null}
    </section>
  );
}

type Props = {
  entry: Entry;
  names: Names;
  onFilter: (filter: AuditFilter) => void;
  onClose: () => void;
};

/** One entry: who, when, from where, and what was there before. */
export function EntryPanel({ entry, names, onFilter, onClose }: Props) {
  const { t } = useTranslation('audit');
  const words = useWords();
  const title = words.action(entry.action);
  const name = names[entry.entity_id];
  return (
    <Panel
      label={title}
      keys={<Tag tone="line">{words.type(entry.entity_type)}</Tag>}
      title={title}
      onClose={onClose}
    >
      <section className={classes.part}>
        <Properties list>
          <Property label={t('column.who')}>
            <PersonName name={entry.actor_name || words.origin('system')} />
          </Property>
          <Property label={t('column.when')}>{dateTime(entry.recorded_at)}</Property>
          <Property label={t('column.origin')}>{words.origin(entry.origin)}</Property>
          <Property label={t('column.what')}>
            {entry.entity_type === 'ticket' && name ? (
              <Link to="/app/tickets/$ref" params={{ ref: entry.entity_id }}>
                {name}
              </Link>
            ) : (
              (name ?? <span className={classes.mono}>{entry.entity_id}</span>)
            )}
          </Property>
          <Property label={t('version')}>{entry.entity_version}</Property>
          {entry.correlation_id ? (
            <Property label={t('request')}>
              <span className={classes.mono}>{entry.correlation_id}</span>
            </Property>
          ) : null}
        </Properties>
        <div className={classes.foot}>
          <Button size="xs" onClick={() => onFilter({ entity: entry.entity_id })}>
            {t('allOfThing')}
          </Button>
          {entry.correlation_id ? (
            <Button size="xs" onClick={() => onFilter({ correlation: entry.correlation_id })}>
              {t('allOfRequest')}
            </Button>
          ) : null}
        </div>
      </section>
      <Changes entry={entry} names={names} />
      <Facts entry={entry} names={names} />
      <Raw entry={entry} />
    </Panel>
  );
}

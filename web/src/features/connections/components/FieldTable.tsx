import { ActionIcon, Autocomplete, Button, Select } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { Maps } from '@/features/connections/api/maps';
import type { Draft, FieldPair } from '@/features/connections/lib/maps';
import { Icon } from '@/shared/ui/Icon';

import classes from './Maps.module.css';

type Props = {
  maps: Maps;
  draft: Draft;
  onDraft: (draft: Draft) => void;
  /** What is wrong with a row, by its key. */
  troubles: Record<string, string>;
  mayWrite: boolean;
};

type RowProps = Props & { pair: FieldPair };

function FieldRow({ maps, draft, onDraft, troubles, mayWrite, pair }: RowProps) {
  const { t } = useTranslation('connections');
  const stored = maps.fields.find(({ ours }) => ours === pair.ours);
  const taken = new Set(draft.fields.flatMap(({ key, ours }) => (key === pair.key ? [] : [ours])));
  const names = new Map(maps.their_fields.map(({ id, name }) => [id, name]));
  const choices = maps.our_fields
    .filter(({ key }) => !taken.has(key))
    .map(({ key, label }) => ({ value: key, label }));
  const gone = pair.ours !== '' && !maps.our_fields.some(({ key }) => key === pair.ours);
  const put = (part: Partial<FieldPair>) =>
    onDraft({
      ...draft,
      fields: draft.fields.map((one) => (one.key === pair.key ? { ...one, ...part } : one)),
    });
  const theirName = names.get(pair.theirs);
  return (
    <li className={classes.field}>
      <Autocomplete
        label={t('maps.theirField')}
        placeholder="u_business_service"
        description={theirName}
        data={[...names.keys()]}
        renderOption={({ option }) => (
          <span className={classes.option}>
            {option.value} <span className="muted">{names.get(option.value)}</span>
          </span>
        )}
        limit={50}
        value={pair.theirs}
        disabled={!mayWrite}
        onChange={(theirs) => put({ theirs })}
      />
      <Select
        label={t('maps.ourField')}
        data={gone ? [...choices, { value: pair.ours, label: pair.ours }] : choices}
        value={pair.ours || null}
        searchable
        allowDeselect={false}
        disabled={!mayWrite}
        onChange={(ours) => put({ ours: ours ?? '' })}
      />
      {mayWrite ? (
        <ActionIcon
          className={classes.remove ?? ''}
          aria-label={t('maps.removeField', { name: pair.theirs || pair.ours })}
          onClick={() =>
            onDraft({ ...draft, fields: draft.fields.filter(({ key }) => key !== pair.key) })
          }
        >
          <Icon of={IconTrash} size="s" />
        </ActionIcon>
      ) : null}
      {troubles[pair.key] ? (
        <p role="alert" className={classes.trouble}>
          {troubles[pair.key]}
        </p>
      ) : null}
      {gone ? <p className={classes.note}>{t('maps.fieldGone')}</p> : null}
      {stored && stored.left_out > 0 ? (
        <p className={classes.note}>
          {t('maps.leftOut', { count: stored.left_out })} {stored.why}
        </p>
      ) : null}
    </li>
  );
}

/** Fields of theirs beside custom fields of ours. */
export function FieldTable(props: Props) {
  const { maps, draft, onDraft, mayWrite } = props;
  const { t } = useTranslation('connections');
  const more = draft.fields.length < maps.our_fields.length;
  return (
    <div className={classes.fields}>
      {maps.our_fields.length === 0 ? <p className={classes.note}>{t('maps.noFields')}</p> : null}
      <ul className={classes.list}>
        {draft.fields.map((pair) => (
          <FieldRow key={pair.key} {...props} pair={pair} />
        ))}
      </ul>
      {mayWrite && more ? (
        <Button
          leftSection={<Icon of={IconPlus} size="s" />}
          onClick={() =>
            onDraft({
              ...draft,
              fields: [...draft.fields, { key: crypto.randomUUID(), ours: '', theirs: '' }],
            })
          }
        >
          {t('maps.addField')}
        </Button>
      ) : null}
    </div>
  );
}

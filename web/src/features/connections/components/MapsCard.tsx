import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type Maps, type MapsChange, mapsQuery, useSetMaps } from '@/features/connections/api/maps';
import {
  affected,
  changeOf,
  type Draft,
  draftOf,
  gaps,
  isUnknown,
  sameMaps,
} from '@/features/connections/lib/maps';
import { useMay } from '@/shared/api/me';
import { asProblem } from '@/shared/api/problem';
import { LeaveGuard } from '@/shared/forms/LeaveGuard';
import { fieldErrors } from '@/shared/forms/problemForm';
import { number } from '@/shared/lib/format';
import { Card } from '@/shared/ui/Card';
import { useConfirm } from '@/shared/ui/ConfirmDialog';
import { Segmented } from '@/shared/ui/Segmented';
import { toastDone } from '@/shared/ui/toast';

import { FieldTable } from './FieldTable';
import classes from './Maps.module.css';
import { ValueTable } from './ValueTable';

const FIELDS = 'fields';

/** Saves a draft. An import that only moved the version is no reason to ask; somebody else's maps are. */
function useSave(id: string, stored: Draft) {
  const { t } = useTranslation('common');
  const queries = useQueryClient();
  const confirm = useConfirm();
  const set = useSetMaps(id);
  const save = async (change: MapsChange) => {
    try {
      await set.mutateAsync(change);
      return true;
    } catch (error) {
      const { current_version: version } = asProblem(error).extra;
      if (typeof version !== 'number') throw error;
      const now = draftOf(await queries.fetchQuery({ ...mapsQuery(id), staleTime: 0 }));
      const sure =
        sameMaps(stored, now) ||
        (await confirm({
          title: t('form.changedTitle'),
          body: t('form.changedWhy'),
          action: t('form.saveMine'),
          danger: true,
        }));
      if (sure) await set.mutateAsync({ ...change, version: now.version });
      return sure;
    }
  };
  return { save, saving: set.isPending };
}

type FootProps = {
  tickets: number;
  saving: boolean;
  problem: string | null;
  onSave: () => void;
  onCancel: () => void;
};

/** What saving does, before it is done. */
function Foot({ tickets, saving, problem, onSave, onCancel }: FootProps) {
  const { t } = useTranslation(['connections', 'common']);
  return (
    <div className={classes.foot}>
      <p className={classes.effect} role="status">
        {tickets > 0
          ? t('maps.effect', { count: tickets, shown: number(tickets) })
          : t('maps.noEffect')}
      </p>
      {problem ? (
        <p role="alert" className={classes.trouble}>
          {problem}
        </p>
      ) : null}
      <Button onClick={onCancel}>{t('common:action.cancel')}</Button>
      <Button variant="filled" loading={saving} onClick={onSave}>
        {t('maps.save')}
      </Button>
    </div>
  );
}

function Editor({ id, maps }: { id: string; maps: Maps }) {
  const { t } = useTranslation('connections');
  const mayWrite = useMay('connection:write');
  const [part, setPart] = useState(maps.values[0]?.field ?? FIELDS);
  const [edited, setEdited] = useState<{ draft: Draft; base: Draft } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [troubles, setTroubles] = useState<Record<string, string>>({});
  const stored = edited?.base ?? draftOf(maps);
  const draft = edited?.draft ?? stored;
  const change = changeOf(stored, draft);
  const { save, saving } = useSave(id, stored);

  const put = (next: Draft) => {
    setTroubles({});
    setProblem(null);
    setEdited({ draft: next, base: stored });
  };
  const show = (error: unknown) => {
    const found = fieldErrors(error);
    const rows = draft.fields.flatMap(({ key, ours }) => {
      const said = found[`fields.${ours}`];
      return said ? [[key, said] as const] : [];
    });
    setTroubles(Object.fromEntries(rows));
    setPart((now) => (rows.length > 0 ? FIELDS : now));
    setProblem(rows.length > 0 ? null : asProblem(error).message);
  };
  const send = async (body: MapsChange) => {
    const missing = Object.entries(gaps(draft)).map(
      ([key, gap]) => [key, t(`maps.missing.${gap}`)] as const,
    );
    if (missing.length > 0) {
      setTroubles(Object.fromEntries(missing));
      setPart(FIELDS);
      return;
    }
    try {
      if (!(await save(body))) return;
      setEdited(null);
      toastDone(t('maps.saved'));
    } catch (error) {
      show(error);
    }
  };
  const table = maps.values.find(({ field }) => field === part);
  const counts = maps.values.map((one) => affected(one, draft));
  const waiting = Math.max(0, ...counts);
  return (
    <>
      <div className={classes.tools}>
        <Segmented
          label={t('maps.title')}
          segments={[
            ...maps.values.map((one) => ({
              value: one.field,
              label: t(`maps.${one.field}` as 'maps.status', { defaultValue: one.field }),
              count: one.rows.filter((row) => isUnknown(draft, one.field, row)).length || undefined,
            })),
            { value: FIELDS, label: t('maps.fields') },
          ]}
          value={part}
          onChange={setPart}
        />
        <span className={classes.note}>
          {change === null && waiting > 0
            ? t('maps.pending', { count: waiting, shown: number(waiting) })
            : null}
        </span>
      </div>
      {table ? (
        <ValueTable
          key={table.field}
          table={table}
          draft={draft}
          onDraft={put}
          mayWrite={mayWrite}
        />
      ) : (
        <FieldTable
          maps={maps}
          draft={draft}
          onDraft={put}
          troubles={troubles}
          mayWrite={mayWrite}
        />
      )}
      {change ? (
        <Foot
          tickets={change.fields ? Math.max(waiting, maps.linked) : waiting}
          saving={saving}
          problem={problem}
          onSave={() => void send(change)}
          onCancel={() => {
            setEdited(null);
            setTroubles({});
            setProblem(null);
          }}
        />
      ) : null}
      <LeaveGuard when={change !== null} />
    </>
  );
}

/** What values and fields of theirs are taken for here; the rows come from the connector, whichever it is. */
export function MapsCard({ id }: { id: string }) {
  const { t } = useTranslation('connections');
  const maps = useQuery(mapsQuery(id));
  if (!maps.data) return null;
  return (
    <Card title={t('maps.title')} flush>
      <Editor id={id} maps={maps.data} />
    </Card>
  );
}

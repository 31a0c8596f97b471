import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type Cell, type PriorityEntry, useRefresh } from '@/features/catalog/api/catalog';
import { api } from '@/shared/api/client';
import { LeaveGuard } from '@/shared/forms/LeaveGuard';
import { cx } from '@/shared/lib/cx';
import { toastDone, toastFailed } from '@/shared/ui/toast';

import { Swatch } from './Cells';
import classes from './MatrixEditor.module.css';

const LEVELS = [1, 2, 3] as const;

type Draft = ReadonlyMap<string, Cell['priority']>;
type Props = {
  cells: readonly Cell[];
  priorities: readonly PriorityEntry[];
  readOnly: boolean;
};

const placeOf = (impact: number, urgency: number) => `${impact}×${urgency}`;
const NOTHING: Draft = new Map();

/** Nine cells, changed together and saved together. */
export function MatrixEditor({ cells, priorities, readOnly }: Props) {
  const { t } = useTranslation(['catalog', 'common']);
  const refresh = useRefresh();
  const [draft, setDraft] = useState(NOTHING);
  const [saving, setSaving] = useState(false);
  const stored = new Map(cells.map((cell) => [placeOf(cell.impact, cell.urgency), cell.priority]));
  const byKey = new Map(priorities.map((entry) => [entry.key, entry]));

  const set = (place: string, priority: Cell['priority']) =>
    setDraft((now) => {
      const next = new Map(now);
      if (stored.get(place) === priority) next.delete(place);
      else next.set(place, priority);
      return next;
    });
  const save = async () => {
    setSaving(true);
    try {
      const changed = [...draft].map(([place, priority]) => {
        const [impact, urgency] = place.split('×').map(Number);
        return { impact: impact ?? 1, urgency: urgency ?? 1, priority };
      });
      await api.PUT('/api/v1/priorities/matrix', { body: { cells: changed } });
      await refresh();
      setDraft(NOTHING);
      toastDone(t('matrix.saved'));
    } catch (error) {
      toastFailed(error);
    } finally {
      setSaving(false);
    }
  };
  return (
    <section className={classes.matrix} aria-label={t('matrix.title')}>
      <h2>{t('matrix.title')}</h2>
      <p className={classes.why}>{t('matrix.why')}</p>
      <div className={classes.scroll}>
        <table>
          <thead>
            <tr>
              <td />
              {LEVELS.map((urgency) => (
                <th key={urgency} scope="col">
                  {t(`matrix.urgency.${urgency}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {LEVELS.map((impact) => (
              <tr key={impact}>
                <th scope="row">{t(`matrix.impact.${impact}`)}</th>
                {LEVELS.map((urgency) => {
                  const place = placeOf(impact, urgency);
                  const key = draft.get(place) ?? stored.get(place) ?? 'medium';
                  return (
                    <td key={urgency} className={cx(draft.has(place) && classes.changed)}>
                      <Select
                        aria-label={`${t(`matrix.impact.${impact}`)}, ${t(`matrix.urgency.${urgency}`)}`}
                        allowDeselect={false}
                        readOnly={readOnly}
                        leftSection={<Swatch color={byKey.get(key)?.color ?? null} />}
                        data={priorities
                          .filter(({ is_active, key: each }) => is_active || each === key)
                          .map((entry) => ({ value: entry.key, label: entry.label }))}
                        value={key}
                        onChange={(next) => next && set(place, next as Cell['priority'])}
                      />
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {draft.size > 0 ? (
        <div className={classes.foot}>
          <span role="status">{t('matrix.changed', { count: draft.size })}</span>
          <Button onClick={() => setDraft(NOTHING)}>{t('common:action.discard')}</Button>
          <Button variant="filled" loading={saving} onClick={() => void save()}>
            {t('common:action.save')}
          </Button>
        </div>
      ) : null}
      <LeaveGuard when={draft.size > 0} />
    </section>
  );
}

import { Button, Menu } from '@mantine/core';
import { IconDots, IconDownload, IconGitMerge } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { BulkTarget } from '@/features/tickets/api/bulk';
import type { TicketRow } from '@/features/tickets/api/types';
import { useMay } from '@/shared/api/me';
import { Icon } from '@/shared/ui/Icon';
import { later } from '@/shared/ui/later';

const MergeManyDialog = later(() => import('./MergeManyDialog'), 'MergeManyDialog');

const FORMATS = ['csv', 'json'] as const;
/** So many are merged, or named in an address, at once. */
const MOST_MERGED = 20;
const MOST_NAMED = 1000;

const digits = ({ number }: TicketRow) => number.replace(/\D+/g, '');

/** Address of the chosen tickets as a file. */
function fileOf(target: BulkTarget, chosen: readonly TicketRow[], format: string): string {
  const params = new URLSearchParams({ format });
  if ('ids' in target) params.set('where', `number in (${chosen.map(digits).join(', ')})`);
  else {
    for (const [name, value] of Object.entries(target.filter)) {
      for (const each of [value].flat()) params.append(name, each);
    }
  }
  return `/api/v1/desk/tickets/export?${params.toString()}`;
}

type Props = { target: BulkTarget; rows: readonly TicketRow[]; onMerged: () => void };

/** What is done less often with ticked tickets: one out of several, or a file. */
export function BulkMore({ target, rows, onMerged }: Props) {
  const { t } = useTranslation('tickets');
  const mayMerge = useMay('ticket:merge');
  const mayExport = useMay('ticket:export');
  const [merging, setMerging] = useState(false);
  const ids = 'ids' in target ? new Set(target.ids) : null;
  const chosen = ids ? rows.filter(({ id }) => ids.has(id)) : [];
  const merges = mayMerge && chosen.length > 1 && chosen.length <= MOST_MERGED;
  const exports = mayExport && chosen.length <= MOST_NAMED && (!ids || chosen.length === ids.size);
  if (!merges && !exports) return null;
  return (
    <>
      <Menu position="top-end">
        <Menu.Target>
          <Button size="xs" variant="subtle" leftSection={<Icon of={IconDots} size="s" />}>
            {t('bulk.more')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {merges ? (
            <Menu.Item
              leftSection={<Icon of={IconGitMerge} size="s" />}
              onClick={() => setMerging(true)}
            >
              {t('bulk.merge')}
            </Menu.Item>
          ) : null}
          {exports
            ? FORMATS.map((format) => (
                <Menu.Item
                  key={format}
                  component="a"
                  href={fileOf(target, chosen, format)}
                  download
                  leftSection={<Icon of={IconDownload} size="s" />}
                >
                  {t(`bulk.export.${format}`)}
                </Menu.Item>
              ))
            : null}
        </Menu.Dropdown>
      </Menu>
      {merging ? (
        <MergeManyDialog tickets={chosen} onClose={() => setMerging(false)} onMerged={onMerged} />
      ) : null}
    </>
  );
}

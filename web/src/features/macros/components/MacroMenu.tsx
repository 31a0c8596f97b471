import { ActionIcon, Button, Popover, Tooltip } from '@mantine/core';
import { IconBolt } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type Macro, macrosQuery, type Targets } from '@/features/macros/api/macros';
import { useMay } from '@/shared/api/me';
import { useKeys } from '@/shared/lib/keys';
import { Icon } from '@/shared/ui/Icon';
import { later } from '@/shared/ui/later';
import { PickList } from '@/shared/ui/PickList';

import type { After } from './MacroDialog';
import classes from './Macros.module.css';

const MacroDialog = later(() => import('./MacroDialog'), 'MacroDialog');

type Props = {
  targets: Targets;
  after?: After | undefined;
  /** With its words, as in a bar of actions; else as an icon. */
  inBar?: boolean;
};

/** The macros one can run on a ticket, or on some. */
export function MacroMenu({ targets, after, inBar = false }: Props) {
  const { t } = useTranslation('macros');
  const may = useMay('ticket:update');
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<Macro | null>(null);
  const { data, isPending } = useQuery({ ...macrosQuery, enabled: may && open });
  const macros = (data ?? []).filter(({ is_active }) => is_active);
  useKeys(may ? [{ keys: 'm', label: t('keys.open'), run: () => setOpen(true) }] : []);
  if (!may) return null;
  const toggle = () => setOpen(!open);
  return (
    <>
      <Popover
        opened={open}
        onChange={setOpen}
        position={inBar ? 'top' : 'bottom-end'}
        trapFocus
        returnFocus
      >
        <Popover.Target>
          {inBar ? (
            <Button
              size="xs"
              variant="subtle"
              leftSection={<Icon of={IconBolt} size="s" />}
              onClick={toggle}
            >
              {t('menu.short')}
            </Button>
          ) : (
            <Tooltip label={t('keys.open')} disabled={open}>
              <ActionIcon size="sm" aria-label={t('keys.open')} onClick={toggle}>
                <Icon of={IconBolt} size="s" />
              </ActionIcon>
            </Tooltip>
          )}
        </Popover.Target>
        <Popover.Dropdown>
          {isPending || macros.length > 0 ? (
            <PickList
              label={t('keys.open')}
              loading={isPending}
              selected={[]}
              options={macros.map(({ id, name }) => ({ value: id, label: name }))}
              onPick={(id) => {
                setOpen(false);
                setChosen(macros.find((macro) => macro.id === id) ?? null);
              }}
            />
          ) : (
            <p className={classes.part}>
              {t('menu.none')}{' '}
              <Link to="/app/settings/macros" search={{ edit: 'new' }}>
                {t('add')}
              </Link>
            </p>
          )}
        </Popover.Dropdown>
      </Popover>
      <MacroDialog macro={chosen} targets={targets} after={after} onClose={() => setChosen(null)} />
    </>
  );
}

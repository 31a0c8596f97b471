import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useConfirm } from '@/shared/ui/ConfirmDialog';
import { toastDone, toastFailed } from '@/shared/ui/toast';

import classes from './parts.module.css';

type Props = {
  name: string;
  isActive?: boolean;
  /** Where it is used, and so what happens. */
  uses?: ReactNode;
  /** What archiving means, in one sentence. */
  why?: string;
  /** Without it nothing can be archived, only deleted. */
  onArchive?: (archive: boolean) => Promise<unknown>;
  /** Not given while something uses it. */
  onDelete?: (() => Promise<unknown>) | undefined;
};

/** The end of a thing: archive, take back, delete; each says what follows. */
export function Retire({ name, isActive = true, uses, why, onArchive, onDelete }: Props) {
  const { t } = useTranslation('catalog');
  const confirm = useConfirm();
  const [busy, setBusy] = useState(false);

  const run = async (work: () => Promise<unknown>, done: string) => {
    setBusy(true);
    try {
      await work();
      toastDone(done);
    } catch (error) {
      toastFailed(error);
    } finally {
      setBusy(false);
    }
  };
  const archive = async () => {
    const sure = await confirm({
      title: t('retire.archiveTitle', { name }),
      body: (
        <>
          <p>{why ?? t('retire.archiveWhy')}</p>
          {uses}
        </>
      ),
      action: t('retire.archive'),
      danger: true,
    });
    if (sure) await run(async () => onArchive?.(true), t('retire.archived', { name }));
  };
  const remove = async () => {
    const sure = await confirm({
      title: t('retire.deleteTitle', { name }),
      body: t('retire.deleteWhy'),
      action: t('retire.delete'),
      danger: true,
    });
    if (sure && onDelete) await run(onDelete, t('retire.deleted', { name }));
  };
  return (
    <section className={classes.part}>
      <h3>{t(uses ? 'retire.titleUsed' : 'retire.title')}</h3>
      {uses}
      <div className={classes.buttons}>
        {onArchive && isActive ? (
          <Button loading={busy} onClick={() => void archive()}>
            {t('retire.archive')}
          </Button>
        ) : null}
        {onArchive && !isActive ? (
          <Button
            loading={busy}
            onClick={() => void run(() => onArchive(false), t('retire.restored', { name }))}
          >
            {t('retire.restore')}
          </Button>
        ) : null}
        {onDelete ? (
          <Button variant="danger" loading={busy} onClick={() => void remove()}>
            {t('retire.delete')}
          </Button>
        ) : null}
      </div>
    </section>
  );
}

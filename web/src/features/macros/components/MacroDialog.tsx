import { Button, Modal } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import {
  type Macro,
  previewQuery,
  type Targets,
  useRunMacro,
  useUndoMacro,
} from '@/features/macros/api/macros';
import { Loaded } from '@/shared/ui/Loaded';
import { Segmented } from '@/shared/ui/Segmented';
import { SkeletonRows } from '@/shared/ui/Skeleton';
import { toastDone, toastFailed, toastUndo } from '@/shared/ui/toast';

import classes from './Macros.module.css';
import { PreviewList } from './PreviewList';

/** Where one can go after a macro; what is not given is not offered. */
export type After = { next?: (() => void) | undefined; list?: (() => void) | undefined };

const CHOICES = ['stay', 'next', 'list'] as const;
type Choice = (typeof CHOICES)[number];

function useRun(macro: Macro, targets: Targets) {
  const { t } = useTranslation('macros');
  const { mutateAsync, isPending } = useRunMacro();
  const undo = useUndoMacro();
  // The dialog is gone by then, so the answer is heard here and not by the hook.
  const takeBack = async (token: string) => {
    try {
      await undo.mutateAsync(token);
      toastDone(t('run.undone'));
    } catch (error) {
      toastFailed(error);
    }
  };
  const run = async () => {
    try {
      const { results, failed, undo_token } = await mutateAsync({ macro, targets });
      const count = results.length - failed;
      const words = t(failed > 0 ? 'run.doneSome' : 'run.done', {
        name: macro.name,
        count,
        all: results.length,
      });
      if (undo_token) toastUndo(words, () => void takeBack(undo_token));
      else toastDone(words);
      return true;
    } catch (error) {
      toastFailed(error);
      return false;
    }
  };
  return { run, isPending };
}

type Props = { macro: Macro; targets: Targets; after?: After | undefined; onClose: () => void };

function Body({ macro, targets, after, onClose }: Props) {
  const { t } = useTranslation(['macros', 'common']);
  const [kept, setKept] = useLocalStorage<Choice>({
    key: 'deskplane.afterMacro',
    defaultValue: 'stay',
  });
  const preview = useQuery(previewQuery(macro, targets));
  const { run, isPending } = useRun(macro, targets);
  const offered = CHOICES.filter((choice) => choice === 'stay' || after?.[choice]);
  const choice = offered.includes(kept) ? kept : 'stay';
  const fitting = preview.data?.fitting ?? 0;
  const start = async () => {
    if (!(await run())) return;
    onClose();
    if (choice !== 'stay') after?.[choice]?.();
  };
  return (
    <>
      {macro.description ? <p className={classes.about}>{macro.description}</p> : null}
      <Loaded
        query={preview}
        skeleton={<SkeletonRows count={3} />}
        errorTitle={t('preview.failed')}
      >
        {(found) => <PreviewList preview={found} />}
      </Loaded>
      <div className={classes.foot}>
        {offered.length > 1 ? (
          <span className={classes.after}>
            <Segmented
              label={t('run.after')}
              value={choice}
              onChange={setKept}
              segments={offered.map((value) => ({ value, label: t(`run.${value}`) }))}
            />
          </span>
        ) : null}
        <Button onClick={onClose}>{t('common:action.cancel')}</Button>
        <Button
          variant="filled"
          data-autofocus
          disabled={fitting === 0}
          loading={isPending}
          onClick={() => void start()}
        >
          {'ids' in targets && targets.ids.length === 1
            ? t('run.action')
            : t('run.actionMany', { count: fitting })}
        </Button>
      </div>
    </>
  );
}

/** A look at what a macro would do, and the button that does it. */
export function MacroDialog({ macro, ...props }: Omit<Props, 'macro'> & { macro: Macro | null }) {
  const { t } = useTranslation('common');
  return (
    <Modal
      opened={macro !== null}
      onClose={props.onClose}
      title={macro?.name}
      size={560}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {macro ? <Body macro={macro} {...props} /> : null}
    </Modal>
  );
}

import { ActionIcon, Button } from '@mantine/core';
import { IconCamera, IconFile, IconPaperclip, IconX } from '@tabler/icons-react';
import { type ChangeEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { HeldFile } from '@/features/portal/lib/outbox';
import { cx } from '@/shared/lib/cx';
import { fileSize } from '@/shared/lib/format';
import { Icon } from '@/shared/ui/Icon';
import { Labelled } from '@/shared/ui/SettingsSection';

import classes from './Pictures.module.css';

/** A small picture of a file that was not sent yet. */
function Preview({ file }: { file: HeldFile }) {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    if (!file.blob.type.startsWith('image/')) return;
    const made = URL.createObjectURL(file.blob);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [file.blob]);
  if (address) return <img className={classes.picture} src={address} alt="" />;
  return (
    <span className={classes.picture}>
      <Icon of={IconFile} size="l" />
    </span>
  );
}

type Props = {
  files: readonly HeldFile[];
  over: boolean;
  onAdd: (files: File[]) => void;
  onRemove: (index: number) => void;
  error: string | undefined;
};

/** Files and photos: chosen, dropped, pasted, or taken with the camera. */
export function Pictures({ files, over, onAdd, onRemove, error }: Props) {
  const { t } = useTranslation(['portal', 'common']);
  const choose = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const take = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    onAdd([...(currentTarget.files ?? [])]);
    currentTarget.value = '';
  };
  return (
    <Labelled label={t('form.files')}>
      <div className={cx(classes.drop, over && classes.over)}>
        <div className={classes.buttons}>
          <input
            ref={choose}
            hidden
            type="file"
            multiple
            aria-label={t('form.choose')}
            onChange={take}
          />
          <input
            ref={camera}
            hidden
            type="file"
            accept="image/*"
            capture="environment"
            aria-label={t('form.camera')}
            onChange={take}
          />
          <Button
            className={classes.camera ?? ''}
            leftSection={<Icon of={IconCamera} />}
            onClick={() => camera.current?.click()}
          >
            {t('form.camera')}
          </Button>
          <Button leftSection={<Icon of={IconPaperclip} />} onClick={() => choose.current?.click()}>
            {t('form.choose')}
          </Button>
          <span className={classes.hint}>{t('form.drop')}</span>
        </div>
        {files.length > 0 ? (
          <ul className={classes.files} aria-label={t('form.files')}>
            {files.map((file, index) => (
              <li key={`${file.name}-${file.blob.size}`} className={classes.file}>
                <Preview file={file} />
                <span className={cx(classes.name, 'truncate')}>{file.name}</span>
                <span className="muted num small">{fileSize(file.blob.size)}</span>
                <ActionIcon
                  aria-label={t('form.remove', { name: file.name })}
                  onClick={() => onRemove(index)}
                >
                  <Icon of={IconX} />
                </ActionIcon>
              </li>
            ))}
          </ul>
        ) : null}
        {error ? (
          <p className="small" role="alert">
            {error}
          </p>
        ) : null}
      </div>
    </Labelled>
  );
}

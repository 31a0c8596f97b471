import { ActionIcon } from '@mantine/core';
import { IconPaperclip, IconSend, IconX } from '@tabler/icons-react';
import { type ChangeEvent, type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useReply } from '@/features/portal/api/requests';
import { useFileDrop } from '@/features/portal/lib/useFileDrop';
import { asProblem } from '@/shared/api/problem';
import { upload } from '@/shared/api/upload';
import { cx } from '@/shared/lib/cx';
import { Icon } from '@/shared/ui/Icon';

import classes from './Reply.module.css';

type Uploaded = { data: { id: string }[] };

async function uploaded(files: readonly File[]): Promise<string[]> {
  const ids: string[] = [];
  for (const file of files) {
    const { data } = await upload<Uploaded>('/api/v1/attachments', file, {
      onProgress: () => undefined,
      signal: new AbortController().signal,
    });
    ids.push(...data.map(({ id }) => id));
  }
  return ids;
}

/** The words survive a reload of the tab. */
function useKeptText(ref: string) {
  const key = `deskplane.reply.${ref}`;
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? '');
  const put = (next: string) => {
    setText(next);
    if (next) sessionStorage.setItem(key, next);
    else sessionStorage.removeItem(key);
  };
  return [text, put] as const;
}

/** Words, files or both, to the desk. */
export function Reply({ number, label }: { number: string; label: string }) {
  const { t } = useTranslation('portal');
  const [text, setText] = useKeptText(number);
  const [files, setFiles] = useState<File[]>([]);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState('');
  const choose = useRef<HTMLInputElement>(null);
  const reply = useReply(number);
  const add = (added: File[]) => setFiles((before) => [...before, ...added]);
  const { over, handlers } = useFileDrop(add);
  const empty = text.trim() === '' && files.length === 0;

  const send = async () => {
    if (empty || sending) return;
    setSending(true);
    setProblem('');
    try {
      await reply.mutateAsync({ body: text, attachment_ids: await uploaded(files) });
      setText('');
      setFiles([]);
    } catch (error) {
      setProblem(asProblem(error).message);
    } finally {
      setSending(false);
    }
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
  };
  const take = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    add([...(currentTarget.files ?? [])]);
    currentTarget.value = '';
  };

  return (
    <section className={cx(classes.box, over && classes.over)} aria-label={label} {...handlers}>
      <div className={classes.line}>
        <textarea
          className={classes.text}
          rows={1}
          maxLength={20_000}
          aria-label={label}
          placeholder={label}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKey}
        />
        <input ref={choose} hidden type="file" multiple onChange={take} />
        <ActionIcon
          size="lg"
          aria-label={t('page.addFile')}
          onClick={() => choose.current?.click()}
        >
          <Icon of={IconPaperclip} size="l" />
        </ActionIcon>
        <ActionIcon
          size="lg"
          variant="filled"
          aria-label={t('page.send')}
          loading={sending}
          disabled={empty}
          onClick={() => void send()}
        >
          <Icon of={IconSend} size="l" />
        </ActionIcon>
      </div>
      {files.length > 0 ? (
        <ul className={classes.files} aria-label={t('form.files')}>
          {files.map((file, index) => (
            <li key={`${file.name}-${file.size}-${file.lastModified}`} className={classes.chip}>
              <span className="truncate">{file.name}</span>
              <ActionIcon
                size="xs"
                aria-label={t('form.remove', { name: file.name })}
                onClick={() => setFiles((before) => before.filter((_, place) => place !== index))}
              >
                <Icon of={IconX} size="s" />
              </ActionIcon>
            </li>
          ))}
        </ul>
      ) : null}
      {problem ? (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      ) : null}
    </section>
  );
}

import { useCallback, useRef, useState } from 'react';

import { api } from '@/shared/api/client';
import { asProblem } from '@/shared/api/problem';
import type { components } from '@/shared/api/schema';
import { upload } from '@/shared/api/upload';

type Stored = components['schemas']['AttachmentList'];

export type Upload = {
  key: string;
  name: string;
  size: number;
  /** From 0 to 1. */
  share: number;
  /** Set once the server has it. */
  id?: string;
  /** Why the server does not take it. */
  refused?: string;
};

/** Files on their way to the server, to be named in what is sent next. */
export function useUploads() {
  const [files, setFiles] = useState<readonly Upload[]>([]);
  const stops = useRef(new Map<string, AbortController>());

  const change = useCallback((key: string, patch: Partial<Upload>) => {
    setFiles((now) => now.map((file) => (file.key === key ? { ...file, ...patch } : file)));
  }, []);

  const send = useCallback(
    async (key: string, file: File) => {
      const stop = new AbortController();
      stops.current.set(key, stop);
      try {
        const { data } = await upload<Stored>('/api/v1/attachments', file, {
          signal: stop.signal,
          onProgress: (share) => change(key, { share }),
        });
        const id = data[0]?.id;
        if (id) change(key, { id, share: 1 });
      } catch (error) {
        if (!stop.signal.aborted) change(key, { refused: asProblem(error).message });
      }
    },
    [change],
  );

  const add = useCallback(
    (chosen: readonly File[]) => {
      const named = chosen.map((file) => ({ key: crypto.randomUUID(), file }));
      setFiles((now) => [
        ...now,
        ...named.map(({ key, file: { name, size } }) => ({ key, name, size, share: 0 })),
      ]);
      for (const { key, file } of named) void send(key, file);
    },
    [send],
  );

  const remove = useCallback((file: Upload) => {
    stops.current.get(file.key)?.abort();
    setFiles((now) => now.filter(({ key }) => key !== file.key));
    if (file.id) {
      // The server removes what hangs nowhere by itself; this is only sooner.
      api
        .DELETE('/api/v1/attachments/{id}', { params: { path: { id: file.id } } })
        .catch(() => undefined);
    }
  }, []);

  return {
    files,
    add,
    remove,
    /** Forget them: they hang on something now. */
    clear: useCallback(() => setFiles([]), []),
    ids: files.flatMap(({ id }) => id ?? []),
    busy: files.some(({ id, refused }) => !id && !refused),
  };
}

export type Uploads = ReturnType<typeof useUploads>;

import { currentCsrfToken } from '@/shared/api/client';
import { Problem } from '@/shared/api/problem';

type Options = {
  /** How much of it has left, from 0 to 1. */
  onProgress: (share: number) => void;
  signal: AbortSignal;
  fields?: Readonly<Record<string, string>>;
};

async function refused(request: XMLHttpRequest): Promise<Problem> {
  if (request.status === 0) return Problem.offline();
  return await Problem.of(new Response(request.responseText, { status: request.status }));
}

/** Send a file and say how far it is, which `fetch` cannot; the answer is the parsed body. */
export function upload<Answer>(address: string, file: File, options: Options): Promise<Answer> {
  const { onProgress, signal, fields = {} } = options;
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', file);

  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address);
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('X-CSRF-Token', currentCsrfToken());
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText) as Answer);
      else void refused(request).then(reject);
    };
    request.onerror = () => reject(Problem.offline());
    request.onabort = () => reject(new DOMException('The upload was stopped', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}

import i18next from 'i18next';

/** One refused field: the path to it and the reason. */
type FieldError = { loc: (string | number)[]; msg: string };

type ProblemDocument = {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  correlation_id?: string;
  errors?: FieldError[];
  [extra: string]: unknown;
};

/** What the server says when it refuses (RFC 9457), or the silence of the network as status 0. */
export class Problem extends Error {
  readonly status: number;
  /** Last part of the type address, as `stale-version`. */
  readonly slug: string;
  readonly title: string;
  readonly detail: string;
  readonly correlationId: string;
  readonly errors: readonly FieldError[];
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(document: ProblemDocument) {
    const title = document.title ?? i18next.t('error.unexpected');
    super(document.detail || title);
    this.name = 'Problem';
    this.status = document.status ?? 500;
    this.slug = document.type?.split(/[/:]/).at(-1) ?? '';
    this.title = title;
    this.detail = document.detail ?? '';
    this.correlationId = document.correlation_id ?? '';
    this.errors = document.errors ?? [];
    this.extra = document;
  }

  static offline(): Problem {
    return new Problem({ type: 'offline', title: i18next.t('error.network'), status: 0 });
  }

  static async of(answer: Response): Promise<Problem> {
    const correlation = answer.headers.get('X-Correlation-Id') ?? '';
    try {
      const document = (await answer.json()) as ProblemDocument;
      return new Problem({ correlation_id: correlation, ...document, status: answer.status });
    } catch {
      return new Problem({ status: answer.status, correlation_id: correlation });
    }
  }
}

/** Any thrown thing as a Problem, so that every error state can show the same facts. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new Problem({ status: 500, title: i18next.t('error.unexpected'), detail });
}

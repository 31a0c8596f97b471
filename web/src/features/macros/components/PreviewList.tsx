import { useTranslation } from 'react-i18next';

import type { Foreseen, Preview } from '@/features/macros/api/macros';
import { cx } from '@/shared/lib/cx';
import { RichText } from '@/shared/ui/RichText';

import classes from './Macros.module.css';
import { type ChangeText, useChangeText } from './useChangeText';

function Changes({ changes }: { changes: readonly ChangeText[] }) {
  const { t } = useTranslation('macros');
  return (
    <dl>
      {changes.map(({ field, before, after }) => (
        <div key={field} className={classes.change}>
          <dt>{field}</dt>
          <dd>
            {before ? <span className={classes.before}>{before}</span> : null}
            {before ? ' → ' : null}
            <b>{after || t('preview.nothing')}</b>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Result({ result, names }: { result: Foreseen; names: Preview['names'] }) {
  const { t } = useTranslation('macros');
  const textOf = useChangeText();
  const changes = textOf(result.changes, names);
  return (
    <div className={classes.result}>
      <span className={classes.ticket}>
        <span className="key">{result.number ?? result.id}</span>
        <span className="truncate">{result.title}</span>
      </span>
      {result.ok ? (
        <>
          <Changes changes={changes} />
          {result.says.map(({ visibility, html }) => (
            <div
              key={`${visibility}${html}`}
              className={cx(classes.said, visibility === 'internal' && classes.note)}
            >
              <span className={classes.saidKind}>{t(`preview.${visibility}`)}</span>
              <RichText html={html} />
            </div>
          ))}
          {changes.length + result.says.length === 0 ? (
            <span className={classes.nothing}>{t('preview.same')}</span>
          ) : null}
        </>
      ) : (
        <span className={classes.why}>{result.detail}</span>
      )}
    </div>
  );
}

const MOST = 50;

/** What a macro would do to each ticket, and why it cannot where it cannot. */
export function PreviewList({ preview }: { preview: Preview }) {
  const { t } = useTranslation('macros');
  const [worst, best] = [false, true].map((ok) => preview.results.filter((each) => each.ok === ok));
  const shown = [...(worst ?? []), ...(best ?? [])].slice(0, MOST);
  const left = preview.results.length - shown.length;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keys
    <section className={classes.results} aria-label={t('preview.label')} tabIndex={0}>
      {shown.map((result) => (
        <Result key={result.id} result={result} names={preview.names} />
      ))}
      {left > 0 ? <p className={classes.result}>{t('preview.more', { count: left })}</p> : null}
    </section>
  );
}

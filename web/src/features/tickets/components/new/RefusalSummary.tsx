import { useTranslation } from 'react-i18next';

import classes from './NewTicket.module.css';

export type Refusal = {
  /** Fields by their path, with the word people know them by. */
  fields: readonly { path: string; name: string; reason: string }[];
  rest: readonly string[];
  requestId: string;
};

type Props = { refusal: Refusal; onField: (path: string) => void };

/** Why the ticket was not created, with a way to each field. */
export function RefusalSummary({ refusal, onField }: Props) {
  const { t } = useTranslation(['newTicket', 'common']);
  const { fields, rest, requestId } = refusal;
  return (
    <div className={classes.refusal} role="alert">
      <strong>{t('refused', { count: fields.length + rest.length })}</strong>
      <ul>
        {fields.map(({ path, name, reason }) => (
          <li key={path}>
            <button type="button" className={classes.toField} onClick={() => onField(path)}>
              {name}
            </button>
            {`: ${reason}`}
          </li>
        ))}
        {rest.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      {requestId ? (
        <span className={classes.request}>{t('common:state.request', { id: requestId })}</span>
      ) : null}
    </div>
  );
}

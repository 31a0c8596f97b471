import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { usesQuery } from '@/features/catalog/api/catalog';

import classes from './parts.module.css';

type Props = { entry: 'category' | 'custom_field'; id: string };

/** Everywhere a thing is used, in one line each. */
export function Uses({ entry, id }: Props) {
  const { t } = useTranslation('catalog');
  const { data } = useQuery(usesQuery(entry, id));
  if (!data) return null;
  if (data.length === 0) return <p className="muted">{t('uses.none')}</p>;
  return (
    <ul className={classes.uses}>
      {data.map(({ kind, count, names }) => (
        <li key={kind}>
          {t(`uses.${kind}` as 'uses.tickets', { count })}
          {names.length > 0 ? <span className="muted"> · {names.join(', ')}</span> : null}
        </li>
      ))}
    </ul>
  );
}

import { useTranslation } from 'react-i18next';

import classes from './MainProperties.module.css';

/** In the place of a value that is not there. */
export function Nothing() {
  const { t } = useTranslation('tickets');
  return <span className={classes.nothing}>{t('field.none')}</span>;
}

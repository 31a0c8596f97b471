import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';

import { keyCaps } from '@/shared/lib/keys';

import { Kbd } from './Kbd';
import classes from './Kbd.module.css';

/** The key caps of one action: Ctrl K, or G then O. */
export function Caps({ keys }: { keys: string }) {
  const { t } = useTranslation();
  const joint = keys.includes(' ') ? t('keys.then') : null;
  return (
    <span className={classes.caps}>
      {keyCaps(keys).map((cap, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a key may be pressed twice, the order stays
        <Fragment key={index}>
          {index > 0 ? joint : null}
          <Kbd>{cap}</Kbd>
        </Fragment>
      ))}
    </span>
  );
}

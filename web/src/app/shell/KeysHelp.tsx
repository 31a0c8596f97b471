import { Modal } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';

import { type Binding, keyCaps, singleKeysOn, useBindings } from '@/shared/lib/keys';
import { Kbd } from '@/shared/ui/Kbd';

import classes from './KeysHelp.module.css';

function Caps({ keys }: { keys: string }) {
  const { t } = useTranslation();
  const joint = keys.includes(' ') ? t('keys.then') : null;
  return (
    <span className={classes.caps}>
      {keyCaps(keys).map((cap, index) => (
        <Fragment key={cap}>
          {index > 0 ? joint : null}
          <Kbd>{cap}</Kbd>
        </Fragment>
      ))}
    </span>
  );
}

function Group({ title, bindings }: { title: string; bindings: readonly Binding[] }) {
  if (bindings.length === 0) return null;
  return (
    <section className={classes.group}>
      <h3>{title}</h3>
      <ul className={classes.list}>
        {bindings.map(({ keys, label }) => (
          <li key={keys} className={classes.row}>
            {label}
            <Caps keys={keys} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What the keys do here: those of the page, then those of every page. */
export function KeysHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const bindings = useBindings();
  const of = (group: Binding['group']) =>
    bindings.filter((binding) => (binding.group ?? 'page') === group);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('keys.title')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {singleKeysOn() ? null : <p className={classes.off}>{t('keys.off')}</p>}
      <Group title={t('keys.page')} bindings={of('page')} />
      <Group title={t('keys.everywhere')} bindings={of('everywhere')} />
    </Modal>
  );
}

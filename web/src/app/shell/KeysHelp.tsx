import { Button, Modal } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { type Binding, type Bound, useBindings } from '@/shared/lib/keys';
import { singleKeysOn } from '@/shared/lib/ownKeys';
import { Caps } from '@/shared/ui/Caps';

import classes from './KeysHelp.module.css';

function Group({ title, bindings }: { title: string; bindings: readonly Bound[] }) {
  const { t } = useTranslation();
  if (bindings.length === 0) return null;
  return (
    <section className={classes.group} aria-label={title}>
      <h3>{title}</h3>
      <ul className={classes.list}>
        {bindings.map(({ id, keys, label }) => (
          <li key={id} className={classes.row} data-action={id} data-keys={keys}>
            {label}
            {keys ? <Caps keys={keys} /> : <span className="muted">{t('keys.none')}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

type Props = { opened: boolean; onClose: () => void };

function Sheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const bindings = useBindings();
  const of = (group: Binding['group']) =>
    bindings.filter((binding) => (binding.group ?? 'page') === group);
  return (
    <>
      {singleKeysOn() ? null : <p className={classes.off}>{t('keys.off')}</p>}
      <Group title={t('keys.page')} bindings={of('page')} />
      <Group title={t('keys.everywhere')} bindings={of('everywhere')} />
      <div className={classes.foot}>
        <Button
          renderRoot={(props) => <Link to="/app/settings/keyboard" {...props} />}
          onClick={onClose}
        >
          {t('keys.change')}
        </Button>
      </div>
    </>
  );
}

/** What the keys do here: those of the page, then those of every page. */
export function KeysHelp({ opened, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('keys.title')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <Sheet onClose={onClose} />
    </Modal>
  );
}

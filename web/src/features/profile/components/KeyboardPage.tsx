import { Button, Switch } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';

import { useChangeProfile } from '@/features/profile/api/profile';
import { KEY_ACTIONS, KEY_PLACES, type KeyAction } from '@/shared/lib/keyCatalog';
import {
  type OwnKeys,
  ownKeys,
  singleKeysOn,
  subscribeOwnKeys,
  switchSingleKeys,
  takeOwnKeys,
} from '@/shared/lib/ownKeys';
import { Caps } from '@/shared/ui/Caps';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { SettingsSection } from '@/shared/ui/SettingsSection';
import { toastFailed, toastUndo } from '@/shared/ui/toast';

import classes from './KeyboardPage.module.css';
import { KeyRow } from './KeyRow';

const ACTIONS: readonly KeyAction[] = KEY_ACTIONS;

/** Each action once, at the first place where it acts. */
const GROUPS = KEY_PLACES.map((place) => ({
  place,
  actions: ACTIONS.filter(({ places }) => places[0] === place),
})).filter(({ actions }) => actions.length > 0);

const FIXED = [
  ['enter', 'open'],
  ['escape', 'close'],
  ['arrowup', 'up'],
  ['arrowdown', 'down'],
] as const;

/** Every key of the app: change it, switch it off, take the preset back. */
export function KeyboardPage() {
  const { t } = useTranslation('profile');
  const change = useChangeProfile();
  const own = useSyncExternalStore(subscribeOwnKeys, ownKeys);
  const on = useSyncExternalStore(subscribeOwnKeys, singleKeysOn);

  const store = (keys: OwnKeys) => {
    const before = own;
    takeOwnKeys(keys);
    change.mutate(
      { keys },
      {
        onError: (error) => {
          takeOwnKeys(before);
          toastFailed(error);
        },
      },
    );
  };
  const toggle = (next: boolean) => {
    switchSingleKeys(next);
    change.mutate({ single_keys: next }, { onError: (error) => toastFailed(error) });
  };
  const resetAll = () => {
    const before = own;
    store({});
    toastUndo(t('keyboard.resetDone'), () => store(before));
  };
  return (
    <Page scrolls>
      <PageHead
        title={t('keys')}
        actions={
          Object.keys(own).length > 0 ? (
            <Button onClick={resetAll}>{t('keyboard.resetAll')}</Button>
          ) : null
        }
      />
      <SettingsSection title={t('keyboard.single')}>
        <Switch
          label={t('singleKeys')}
          description={t('singleKeysHelp')}
          checked={on}
          onChange={(event) => toggle(event.currentTarget.checked)}
        />
      </SettingsSection>
      {GROUPS.map(({ place, actions }) => (
        <SettingsSection key={place} title={t(`keyboard.place.${place}`)}>
          <ul className={classes.list}>
            {actions.map((action) => (
              <KeyRow key={action.id} action={action} own={own} onOwn={store} />
            ))}
          </ul>
        </SettingsSection>
      ))}
      <SettingsSection title={t('keyboard.fixed.title')}>
        <ul className={classes.list}>
          {FIXED.map(([keys, what]) => (
            <li key={keys} className={classes.row}>
              <span className={classes.label}>{t(`keyboard.fixed.${what}`)}</span>
              <Caps keys={keys} />
            </li>
          ))}
        </ul>
      </SettingsSection>
    </Page>
  );
}

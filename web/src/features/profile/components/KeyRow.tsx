import { Button } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import {
  conflictsOf,
  keysNow,
  pressedKeys,
  type Refusal,
  refusalOf,
  withKeys,
} from '@/features/profile/lib/keyChoice';
import { actionWords, type KeyAction } from '@/shared/lib/keyCatalog';
import type { OwnKeys } from '@/shared/lib/ownKeys';
import { Caps } from '@/shared/ui/Caps';
import { Tag } from '@/shared/ui/Tag';

import classes from './KeyboardPage.module.css';

const PAUSE = 900;

type Props = { action: KeyAction; own: OwnKeys; onOwn: (next: OwnKeys) => void };

type RecorderProps = {
  label: string;
  onKeys: (keys: string) => void;
  onLeave: () => void;
};

/** Hears one key, two in a row, or one with Ctrl; Escape goes back. */
function Recorder({ label, onKeys, onLeave }: RecorderProps) {
  const { t } = useTranslation('profile');
  const [heard, setHeard] = useState<string | null>(null);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const timer = useRef<number>(undefined);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    button.current?.focus();
    return () => window.clearTimeout(timer.current);
  }, []);

  const take = (keys: string) => {
    window.clearTimeout(timer.current);
    onKeys(keys);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Tab') return onLeave();
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return onLeave();
    const pressed = pressedKeys(event.nativeEvent);
    if (!pressed) return;
    const why = refusalOf(pressed);
    setRefused(why);
    if (why) return;
    if (pressed.startsWith('mod+')) return take(pressed);
    if (heard) return take(`${heard} ${pressed}`);
    setHeard(pressed);
    timer.current = window.setTimeout(() => take(pressed), PAUSE);
  };
  return (
    <span className={classes.recording}>
      <button
        ref={button}
        type="button"
        className={classes.recorder}
        aria-label={t('keyboard.press', { action: label })}
        onKeyDown={onKey}
        onBlur={onLeave}
      >
        {heard ? <Caps keys={heard} /> : t('keyboard.pressShort')}
      </button>
      <span className={classes.why} role="status">
        {refused ? t(`keyboard.refused.${refused}`) : null}
      </span>
    </span>
  );
}

/** One action: its key, and what else the key does. */
export function KeyRow({ action, own, onOwn }: Props) {
  const { t } = useTranslation('profile');
  const [recording, setRecording] = useState(false);
  const change = useRef<HTMLButtonElement>(null);
  const label = actionWords(action);
  const keys = keysNow(action, own);
  const conflicts = conflictsOf(action, keys, own);

  const stop = () => {
    setRecording(false);
    window.setTimeout(() => change.current?.focus());
  };
  const choose = (next: string | null) => onOwn(withKeys(own, action, next));
  const free = () => onOwn(conflicts.reduce((left, other) => withKeys(left, other, ''), own));

  return (
    <li className={classes.row} data-action={action.id}>
      <span className={classes.label}>{label}</span>
      {recording ? (
        <Recorder
          label={label}
          onLeave={() => setRecording(false)}
          onKeys={(next) => {
            choose(next);
            stop();
          }}
        />
      ) : (
        <>
          <span className={classes.now}>
            {keys ? <Caps keys={keys} /> : <Tag>{t('keyboard.off')}</Tag>}
          </span>
          <span className={classes.buttons}>
            <Button
              ref={change}
              size="xs"
              aria-label={t('keyboard.changeOf', { action: label })}
              onClick={() => setRecording(true)}
            >
              {t('keyboard.change')}
            </Button>
            {keys ? (
              <Button
                size="xs"
                variant="subtle"
                aria-label={t('keyboard.turnOffOf', { action: label })}
                onClick={() => choose('')}
              >
                {t('keyboard.turnOff')}
              </Button>
            ) : null}
            {own[action.id] === undefined ? null : (
              <Button
                size="xs"
                variant="subtle"
                aria-label={t('keyboard.resetOf', { action: label })}
                onClick={() => choose(null)}
              >
                {t('keyboard.reset')}
              </Button>
            )}
          </span>
        </>
      )}
      {conflicts.length > 0 ? (
        <span className={classes.conflict} role="status">
          {t('keyboard.conflict', { actions: conflicts.map(actionWords).join(', ') })}
          <Button size="xs" variant="subtle" onClick={free}>
            {t('keyboard.free')}
          </Button>
        </span>
      ) : null}
    </li>
  );
}

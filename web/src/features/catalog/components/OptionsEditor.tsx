import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/shared/ui/Icon';
import { dropTarget, movedTo, OrderHandle } from '@/shared/ui/OrderHandle';
import { Labelled } from '@/shared/ui/SettingsSection';

import classes from './parts.module.css';

/** `value` is what tickets hold; an empty one is a choice that is not stored yet. */
export type Choice = { id: number; value: string; label: string };

type Props = { choices: Choice[]; onChange: (choices: Choice[]) => void; error?: ReactNode };

let made = 0;
export const newChoice = (value = '', label = ''): Choice => {
  made += 1;
  return { id: made, value, label };
};

/** The choices of a select field, in their order; a new label never changes what tickets hold. */
export function OptionsEditor({ choices, onChange, error }: Props) {
  const { t } = useTranslation('catalog');
  const move = (from: number, to: number) => onChange(movedTo(choices, from, to));
  return (
    <Labelled label={t('fields.options')}>
      {error ? (
        <p className={classes.error} role="alert">
          {error}
        </p>
      ) : null}
      <ul className={classes.options}>
        {choices.map((choice, index) => (
          <li key={choice.id} className={classes.option} {...dropTarget(index, move)}>
            <OrderHandle
              label={choice.label || t('fields.option', { place: index + 1 })}
              index={index}
              count={choices.length}
              onMove={(to) => move(index, to)}
            />
            <TextInput
              className={classes.grow ?? ''}
              aria-label={t('fields.option', { place: index + 1 })}
              maxLength={120}
              value={choice.label}
              onChange={(event) => {
                const label = event.currentTarget.value;
                onChange(
                  choices.map((each) => (each.id === choice.id ? { ...each, label } : each)),
                );
              }}
            />
            <ActionIcon
              size="md"
              aria-label={t('fields.removeOption', { name: choice.label || index + 1 })}
              onClick={() => onChange(choices.filter(({ id }) => id !== choice.id))}
            >
              <Icon of={IconX} size="s" />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <Button
        size="xs"
        leftSection={<Icon of={IconPlus} size="s" />}
        onClick={() => onChange([...choices, newChoice()])}
      >
        {t('fields.addOption')}
      </Button>
    </Labelled>
  );
}

import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { ownFieldsQuery } from '@/features/macros/api/choices';
import type { Step } from '@/features/macros/api/macros';
import { DOINGS, kindOf, moved, newStep, SET_FIELDS } from '@/features/macros/lib/steps';
import { Icon } from '@/shared/ui/Icon';

import classes from './Macros.module.css';
import { StepValue } from './StepValue';

/** A step as the form holds it: with a name of its own, so that it keeps its place on the screen. */
export type Kept = { key: string; step: Step };

export const kept = (step: Step): Kept => ({ key: crypto.randomUUID(), step });

/** What a step is called. */
function useStepName() {
  const { t } = useTranslation('macros');
  const { data: own = [] } = useQuery(ownFieldsQuery);
  return (kind: string): string => {
    const field = SET_FIELDS.find((each) => each === kind);
    if (field) return t('step.set', { field: t(`field.${field}`) });
    const doing = DOINGS.find((each) => each === kind);
    if (doing) return t(`step.${doing}`);
    const label = own.find(({ key }) => kind === `custom.${key}`)?.label ?? kind;
    return t('step.set', { field: label });
  };
}

type Props = {
  steps: readonly Kept[];
  /** Reasons by the place of the step. */
  errors: Readonly<Record<number, string>>;
  onChange: (steps: Kept[]) => void;
};

/** The steps of a macro, in the order in which they are read. */
export function StepsEditor({ steps, errors, onChange }: Props) {
  const { t } = useTranslation('macros');
  const nameOf = useStepName();
  const { data: own = [] } = useQuery(ownFieldsQuery);
  const taken = new Set(steps.map(({ step }) => kindOf(step)));
  const fields = [...SET_FIELDS, ...own.map(({ key }) => `custom.${key}`)];
  const addable = (kinds: readonly string[]) => kinds.filter((kind) => !taken.has(kind));
  const add = (kind: string) => onChange([...steps, kept(newStep(kind))]);
  return (
    <>
      <ol className={classes.steps}>
        {steps.map(({ key, step }, index) => {
          const name = nameOf(kindOf(step));
          return (
            <li key={key} className={classes.step}>
              <div className={classes.stepHead}>
                <span className={classes.stepName}>{name}</span>
                <ActionIcon
                  size="xs"
                  aria-label={t('step.up', { name })}
                  disabled={index === 0}
                  onClick={() => onChange(moved(steps, index, index - 1))}
                >
                  <Icon of={IconArrowUp} size="xs" />
                </ActionIcon>
                <ActionIcon
                  size="xs"
                  aria-label={t('step.down', { name })}
                  disabled={index === steps.length - 1}
                  onClick={() => onChange(moved(steps, index, index + 1))}
                >
                  <Icon of={IconArrowDown} size="xs" />
                </ActionIcon>
                <ActionIcon
                  size="xs"
                  aria-label={t('step.remove', { name })}
                  onClick={() => onChange(steps.filter((each) => each.key !== key))}
                >
                  <Icon of={IconX} size="xs" />
                </ActionIcon>
              </div>
              <StepValue
                step={step}
                label={t('step.value')}
                onChange={(next) =>
                  onChange(steps.map((each) => (each.key === key ? { key, step: next } : each)))
                }
              />
              {errors[index] ? (
                <span className={classes.why} role="alert">
                  {errors[index]}
                </span>
              ) : null}
            </li>
          );
        })}
      </ol>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button size="xs" className={classes.add ?? ''} leftSection={<Icon of={IconPlus} />}>
            {t('step.add')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={360}>
          {['reply', 'note', ...addable(['resolve', 'add_tags', 'remove_tags', ...fields])].map(
            (kind) => (
              <Menu.Item key={kind} onClick={() => add(kind)}>
                {nameOf(kind)}
              </Menu.Item>
            ),
          )}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

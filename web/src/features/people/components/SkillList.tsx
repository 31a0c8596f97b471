import { ActionIcon, Button, Popover, Select } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type Person, type Skill, useSetSkills } from '@/features/people/api/people';
import { skillsQuery } from '@/shared/api/directory';
import { useMay } from '@/shared/api/me';
import { cx } from '@/shared/lib/cx';
import { Icon } from '@/shared/ui/Icon';
import { PickList } from '@/shared/ui/PickList';
import { toastFailed } from '@/shared/ui/toast';

import classes from './PersonPanel.module.css';

const LEVELS = ['1', '2', '3', '4', '5'] as const;
const FIRST_LEVEL = 3;

function AddSkill({ person, onPick }: { person: Person; onPick: (skill: string) => void }) {
  const { t } = useTranslation('people');
  const [open, setOpen] = useState(false);
  const skills = useQuery({ ...skillsQuery, enabled: open });
  const taken = new Set(person.skills.map(({ id }) => id));
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant="subtle"
          leftSection={<Icon of={IconPlus} size="s" />}
          onClick={() => setOpen(!open)}
        >
          {t('edit.addSkill')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <PickList
          label={t('edit.addSkill')}
          options={(skills.data?.data ?? [])
            .filter(({ id }) => !taken.has(id))
            .map(({ id, name }) => ({ value: id, label: name }))}
          selected={[]}
          loading={skills.isPending}
          onPick={(skill) => {
            setOpen(false);
            onPick(skill);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

/** What a person knows, and how well; routing will ask for it. */
export function SkillList({ person }: { person: Person }) {
  const { t } = useTranslation('people');
  const mayWrite = useMay('people:write');
  const set = useSetSkills(person.id);
  const known: Skill[] = person.skills.map(({ id, level }) => ({ skill_id: id, level }));
  const save = (skills: Skill[]) => set.mutate(skills, { onError: (error) => toastFailed(error) });

  return (
    <section className={classes.part}>
      <div className={classes.heading}>
        <h3>{t('edit.skills')}</h3>
        {mayWrite ? (
          <AddSkill
            person={person}
            onPick={(skill_id) => save([...known, { skill_id, level: FIRST_LEVEL }])}
          />
        ) : null}
      </div>
      {person.skills.length === 0 ? <p className="muted">{t('edit.noSkills')}</p> : null}
      <ul>
        {person.skills.map(({ id, name, level }) => (
          <li key={id} className={classes.line}>
            <span className={cx(classes.name, 'truncate')}>{name}</span>
            <Select
              w={124}
              size="sm"
              aria-label={t('edit.level', { skill: name })}
              allowDeselect={false}
              readOnly={!mayWrite}
              data={LEVELS.map((value) => ({ value, label: t(`edit.levels.${value}`) }))}
              value={String(level)}
              onChange={(next) =>
                save(
                  known.map((skill) =>
                    skill.skill_id === id ? { ...skill, level: Number(next) } : skill,
                  ),
                )
              }
            />
            {mayWrite ? (
              <ActionIcon
                size="sm"
                aria-label={t('edit.removeSkill', { skill: name })}
                onClick={() => save(known.filter(({ skill_id }) => skill_id !== id))}
              >
                <Icon of={IconX} size="s" />
              </ActionIcon>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

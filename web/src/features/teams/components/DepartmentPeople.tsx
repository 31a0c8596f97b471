import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { departmentQuery, type Team } from '@/features/teams/api/teams';
import { PersonName } from '@/shared/ui/Avatar';
import { Loaded } from '@/shared/ui/Loaded';

import classes from './TeamsPage.module.css';

/** Whose department it is; it is chosen at each person. */
export function DepartmentPeople({ team }: { team: Team }) {
  const { t } = useTranslation('teams');
  const people = useQuery(departmentQuery(team.id));
  return (
    <section className={classes.part}>
      <div className={classes.heading}>
        <h3>{t('members.title')}</h3>
      </div>
      <p className="muted">{t('department.help')}</p>
      <Loaded query={people}>
        {({ data }) => (
          <>
            <ul>
              {data.map(({ id, name }) => (
                <li key={id} className={classes.member}>
                  <span className={classes.memberName}>
                    <PersonName name={name} />
                  </span>
                </li>
              ))}
            </ul>
            {team.member_count > data.length ? (
              <p className="muted">
                {t('department.more', { count: team.member_count - data.length })}
              </p>
            ) : null}
          </>
        )}
      </Loaded>
    </section>
  );
}

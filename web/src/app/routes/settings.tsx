import { IconChevronLeft } from '@tabler/icons-react';
import { Link, Outlet, useLocation, useMatch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { SETTINGS, type Section, useSettings } from '@/app/shell/settingsSections';
import { SetupChecklist } from '@/features/setup/components/SetupChecklist';
import { useMe } from '@/shared/api/me';
import { FilterBar, SearchField } from '@/shared/ui/FilterBar';
import { Icon } from '@/shared/ui/Icon';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { NoPermission } from '@/shared/ui/States';

import classes from './settings.module.css';

function Sections() {
  const { t } = useTranslation('settings');
  return useSettings().map(({ key, sections }) => (
    <div key={key} className={classes.group}>
      <div className={classes.groupName}>{t(`group.${key}`)}</div>
      {sections.map((section) => (
        <Link key={section.key} {...section.link} className={classes.section}>
          <Icon of={section.icon} />
          {t(`section.${section.key}`)}
        </Link>
      ))}
    </div>
  ));
}

/** The section of this address that the person may not open. */
function useRefused(): Section | undefined {
  const { permissions } = useMe();
  const path = useLocation({ select: ({ pathname }) => pathname });
  const section = SETTINGS.flatMap(({ sections }) => sections).find(({ link }) =>
    path.startsWith(String(link.to)),
  );
  return section?.right && !permissions.includes(section.right) ? section : undefined;
}

function Refused({ section }: { section: Section }) {
  const { t } = useTranslation('settings');
  const title = t(`section.${section.key}`);
  return (
    <Page>
      <PageHead title={title} />
      <NoPermission what={title} right={section.right ?? ''} />
    </Page>
  );
}

/** Sections at the left, the open one at the right; on a phone one after the other. */
export function SettingsRoute() {
  const { t } = useTranslation('settings');
  const refused = useRefused();
  const isStart = useMatch({ from: '/app/settings/', shouldThrow: false }) !== undefined;
  return (
    <>
      <nav className={classes.sections} aria-label={t('title')}>
        <Sections />
      </nav>
      <div className={classes.content}>
        {isStart ? null : (
          <Link to="/app/settings" className={classes.back}>
            <Icon of={IconChevronLeft} />
            {t('title')}
          </Link>
        )}
        {refused ? <Refused section={refused} /> : <Outlet />}
      </div>
    </>
  );
}

function useFound(words: string) {
  const { t } = useTranslation('settings');
  const wanted = words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return useSettings()
    .map((group) => ({
      ...group,
      sections: group.sections.filter(({ key }) => {
        const text =
          `${t(`section.${key}`)} ${t(`about.${key}` as 'about.people', { defaultValue: '' })}`.toLocaleLowerCase();
        return wanted.every((word) => text.includes(word));
      }),
    }))
    .filter(({ sections }) => sections.length > 0);
}

/** Without a section: the first steps, and all sections with what is behind them. */
export function SettingsStartRoute() {
  const { t } = useTranslation('settings');
  const [words, setWords] = useState('');
  const found = useFound(words);
  return (
    <Page scrolls>
      <PageHead title={t('title')} />
      <FilterBar>
        <SearchField label={t('search')} value={words} onChange={setWords} />
      </FilterBar>
      <div className={classes.start}>
        {words ? null : <SetupChecklist />}
        {found.length === 0 ? <p className="muted">{t('nothing')}</p> : null}
        {found.map(({ key, sections }) => (
          <section key={key}>
            <h2 className={classes.groupName}>{t(`group.${key}`)}</h2>
            <div className={classes.tiles}>
              {sections.map((section) => (
                <Link key={section.key} {...section.link} className={classes.tile}>
                  <Icon of={section.icon} />
                  <span>
                    <span className={classes.tileName}>{t(`section.${section.key}`)}</span>
                    <span className={classes.about}>
                      {t(`about.${section.key}` as 'about.people', { defaultValue: '' })}
                    </span>
                  </span>
                </Link>
              ))}
            </div>
          </section>
        ))}
      </div>
    </Page>
  );
}

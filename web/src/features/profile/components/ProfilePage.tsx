import { Button, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useChangeProfile } from '@/features/profile/api/profile';
import { useScheme } from '@/features/profile/api/useScheme';
import { useMe } from '@/shared/api/me';
import { applyProblem } from '@/shared/forms/problemForm';
import { LANGUAGES, switchLanguage } from '@/shared/lib/i18n';
import {
  currentDensity,
  currentMotion,
  DENSITIES,
  type Density,
  MOTIONS,
  type Motion,
  SCHEMES,
  switchDensity,
  switchMotion,
} from '@/shared/lib/preferences';
import { TIME_ZONES } from '@/shared/lib/zones';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { Segmented } from '@/shared/ui/Segmented';
import { Labelled, SettingsSection } from '@/shared/ui/SettingsSection';
import { toastDone, toastFailed } from '@/shared/ui/toast';
import { Password } from './Password';
import classes from './ProfilePage.module.css';
import { Sessions } from './Sessions';

function AboutYou() {
  const { t } = useTranslation(['profile', 'common']);
  const { person } = useMe();
  const change = useChangeProfile();
  const form = useForm({ mode: 'uncontrolled', initialValues: { name: person.name } });

  const save = (event: FormEvent<HTMLFormElement>) =>
    form.onSubmit(async (values) => {
      try {
        await change.mutateAsync(values);
        form.resetDirty();
        toastDone(t('saved'));
      } catch (error) {
        if (applyProblem(form, error)) toastFailed(error);
      }
    })(event);

  return (
    <SettingsSection title={t('about')}>
      <form onSubmit={save} className={classes.name}>
        <TextInput label={t('name')} {...form.getInputProps('name')} key={form.key('name')} />
        <Button type="submit" loading={change.isPending}>
          {t('common:action.save')}
        </Button>
      </form>
      <TextInput
        label={t('email')}
        value={person.email ?? ''}
        description={t('emailHelp')}
        readOnly
      />
    </SettingsSection>
  );
}

/** Seconds, as the server takes them. */
const SEND_DELAYS = [0, 5, 10, 20, 30] as const;

type PartsProps = {
  /** Keys and the height of rows are of use only to people who work on tickets. */
  desk: boolean;
};

function Look({ desk }: PartsProps) {
  const { t } = useTranslation(['profile', 'common']);
  const change = useChangeProfile();
  const { scheme, choose } = useScheme();
  const [density, setDensity] = useState(currentDensity);
  const [motion, setMotion] = useState(currentMotion);
  const onError = (error: unknown) => toastFailed(error);

  const chooseDensity = (next: Density) => {
    switchDensity(next);
    setDensity(next);
    change.mutate({ density: next }, { onError });
  };
  const chooseMotion = (next: Motion) => {
    switchMotion(next);
    setMotion(next);
    change.mutate({ motion: next }, { onError });
  };
  return (
    <SettingsSection title={t('look')}>
      <Labelled label={t('scheme')}>
        <Segmented
          label={t('scheme')}
          value={scheme}
          onChange={choose}
          segments={SCHEMES.map((value) => ({ value, label: t(`common:nav.${value}`) }))}
        />
      </Labelled>
      {desk ? (
        <Labelled label={t('density.label')}>
          <Segmented
            label={t('density.label')}
            value={density}
            onChange={chooseDensity}
            segments={DENSITIES.map((value) => ({ value, label: t(`density.${value}`) }))}
          />
        </Labelled>
      ) : null}
      <Labelled label={t('motion.label')}>
        <Segmented
          label={t('motion.label')}
          value={motion}
          onChange={chooseMotion}
          segments={MOTIONS.map((value) => ({ value, label: t(`motion.${value}`) }))}
        />
      </Labelled>
    </SettingsSection>
  );
}

function Words() {
  const { t, i18n } = useTranslation(['profile', 'common']);
  const { preferences } = useMe();
  const change = useChangeProfile();
  const own = preferences.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;

  const chooseLanguage = (locale: string | null) => {
    if (!locale) return;
    void switchLanguage(locale);
    change.mutate({ locale }, { onError: (error) => toastFailed(error) });
  };
  const chooseZone = (timezone: string | null) => {
    if (timezone) change.mutate({ timezone }, { onError: (error) => toastFailed(error) });
  };
  return (
    <SettingsSection title={t('words')}>
      <Select
        label={t('language')}
        data={LANGUAGES.map((value) => ({ value, label: t(`languages.${value}`) }))}
        value={i18n.language}
        onChange={chooseLanguage}
        allowDeselect={false}
      />
      <Select
        label={t('zone')}
        data={TIME_ZONES}
        value={own}
        onChange={chooseZone}
        allowDeselect={false}
        searchable
        limit={60}
      />
    </SettingsSection>
  );
}

function Replies() {
  const { t } = useTranslation('profile');
  const { preferences } = useMe();
  const change = useChangeProfile();
  const choose = (chosen: string | null) => {
    const send_delay = SEND_DELAYS.find((each) => String(each) === chosen);
    if (send_delay !== undefined)
      change.mutate({ send_delay }, { onError: (error) => toastFailed(error) });
  };
  return (
    <SettingsSection title={t('replies')}>
      <Select
        label={t('sendDelay.label')}
        description={t('sendDelay.help')}
        data={SEND_DELAYS.map((seconds) => ({
          value: String(seconds),
          label: seconds ? t('sendDelay.seconds', { count: seconds }) : t('sendDelay.none'),
        }))}
        value={String(preferences.send_delay)}
        onChange={choose}
        allowDeselect={false}
      />
    </SettingsSection>
  );
}

function Keyboard() {
  const { t } = useTranslation('profile');
  return (
    <SettingsSection title={t('keys')}>
      <span>
        <Button renderRoot={(props) => <Link to="/app/settings/keyboard" {...props} />}>
          {t('toKeys')}
        </Button>
      </span>
    </SettingsSection>
  );
}

/** Everything about the signed-in person, without the head of a page. */
export function ProfileParts({ desk }: PartsProps) {
  return (
    <>
      <AboutYou />
      <Look desk={desk} />
      <Words />
      {desk ? <Replies /> : null}
      {desk ? <Keyboard /> : null}
      <Password />
      <Sessions />
    </>
  );
}

/** The profile among the settings. */
export function ProfilePage() {
  const { t } = useTranslation('profile');
  return (
    <Page scrolls>
      <PageHead title={t('title')} />
      <ProfileParts desk />
    </Page>
  );
}

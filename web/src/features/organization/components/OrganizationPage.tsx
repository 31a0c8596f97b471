import { Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import {
  type Organization,
  organizationQuery,
  useChangeOrganization,
} from '@/features/organization/api/organization';
import { type OrganizationValues, valuesOf } from '@/features/organization/lib/values';
import { useMay } from '@/shared/api/me';
import { FormActions } from '@/shared/forms/FormActions';
import { LeaveGuard } from '@/shared/forms/LeaveGuard';
import { useStoredForm } from '@/shared/forms/useStoredForm';
import { LANGUAGES } from '@/shared/lib/i18n';
import { TIME_ZONES } from '@/shared/lib/zones';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';
import { PageHead } from '@/shared/ui/PageHead';
import { SettingsSection } from '@/shared/ui/SettingsSection';
import { toastDone } from '@/shared/ui/toast';

import classes from './OrganizationPage.module.css';
import { TicketRules } from './TicketRules';

function OrganizationForm({ organization }: { organization: Organization }) {
  const { t } = useTranslation(['organization', 'profile', 'common']);
  const mayWrite = useMay('settings:write');
  const change = useChangeOrganization();
  const { form, saving, problem, submit } = useStoredForm<OrganizationValues>({
    stored: valuesOf(organization),
    version: organization.version,
    validate: ({ name }) => (name.trim() ? {} : { name: t('common:form.missing') }),
    save: ({ name, ...settings }, version) =>
      change.mutateAsync({
        ...(name === undefined ? {} : { name }),
        settings,
        ...(version === undefined ? {} : { version }),
      }),
    onSaved: () => toastDone(t('saved')),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      noValidate
    >
      <SettingsSection title={t('about')}>
        <TextInput label={t('name')} readOnly={!mayWrite} {...form.getInputProps('name')} />
        <TextInput
          label={t('slug')}
          description={t('slugHelp')}
          value={organization.slug}
          readOnly
        />
      </SettingsSection>
      <TicketRules form={form} mayWrite={mayWrite} />
      <SettingsSection title={t('newPeople')}>
        <Select
          label={t('language')}
          allowDeselect={false}
          readOnly={!mayWrite}
          data={LANGUAGES.map((value) => ({ value, label: t(`profile:languages.${value}`) }))}
          {...form.getInputProps('locale')}
        />
        <Select
          label={t('zone')}
          allowDeselect={false}
          searchable
          limit={60}
          readOnly={!mayWrite}
          data={TIME_ZONES}
          {...form.getInputProps('timezone')}
        />
      </SettingsSection>
      {mayWrite ? (
        <div className={classes.foot}>
          <FormActions saving={saving} problem={problem} />
        </div>
      ) : null}
      <LeaveGuard when={form.isDirty()} />
    </form>
  );
}

/** How the organisation works. */
export function OrganizationPage() {
  const { t } = useTranslation('organization');
  const organization = useQuery(organizationQuery);
  return (
    <Page scrolls>
      <PageHead title={t('title')} />
      <Loaded query={organization}>{(found) => <OrganizationForm organization={found} />}</Loaded>
    </Page>
  );
}

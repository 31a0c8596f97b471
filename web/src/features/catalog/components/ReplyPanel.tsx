import { Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { type Reply, useRefresh } from '@/features/catalog/api/catalog';
import { api } from '@/shared/api/client';
import { teamsQuery } from '@/shared/api/directory';
import { useMay } from '@/shared/api/me';
import { Fields, FormActions } from '@/shared/forms/FormActions';
import { LeaveGuard } from '@/shared/forms/LeaveGuard';
import { useStoredForm } from '@/shared/forms/useStoredForm';
import { Panel } from '@/shared/ui/Panel';
import { toastDone } from '@/shared/ui/toast';

import { BodyEditor } from './BodyEditor';
import classes from './parts.module.css';
import { ReplyPreview } from './ReplyPreview';
import { Retire } from './Retire';

const EVERYBODY = 'everybody';
const ME = 'me';

type Values = { title: string; body_html: string; scope: string };
type Props = { reply: Reply | null; onClose: () => void };

const scopeOf = ({ owner_id, team_id }: Reply) => (owner_id ? ME : (team_id ?? EVERYBODY));
const teamOf = (scope: string) => (scope === EVERYBODY || scope === ME ? null : scope);

async function store(reply: Reply | null, values: Partial<Values>, version?: number) {
  const { scope, ...rest } = values;
  if (!reply) {
    const { title = '', body_html = '' } = rest;
    const team_id = teamOf(scope ?? EVERYBODY);
    return api.POST('/api/v1/canned-replies', {
      body: { title, body_html, team_id, personal: scope === ME },
    });
  }
  return api.PATCH('/api/v1/canned-replies/{id}', {
    params: { path: { id: reply.id } },
    body: {
      ...rest,
      ...(scope === undefined ? {} : { team_id: teamOf(scope) }),
      version: version ?? null,
    },
  });
}

function useScopes(isPersonal: boolean) {
  const { t } = useTranslation('catalog');
  const mayShare = useMay('catalog:write');
  const teams = useQuery(teamsQuery);
  const shared = [
    { value: EVERYBODY, label: t('replies.everybody') },
    ...(teams.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
  ];
  const own = { value: ME, label: t('replies.me') };
  if (isPersonal) return [own];
  return mayShare ? [...shared, own] : [own];
}

/** One reply to reuse, with its text as it would read on a ticket. */
export function ReplyPanel({ reply, onClose }: Props) {
  const { t } = useTranslation(['catalog', 'common']);
  const refresh = useRefresh();
  const mayShare = useMay('catalog:write');
  const scopes = useScopes(reply?.owner_id != null);
  const title = reply?.title ?? t('replies.new');
  const stored = useStoredForm<Values>({
    stored: {
      title: reply?.title ?? '',
      body_html: reply?.body_html ?? '',
      scope: reply ? scopeOf(reply) : mayShare ? EVERYBODY : ME,
    },
    version: reply?.version,
    validate: (values) => ({
      ...(values.title.trim() ? {} : { title: t('common:form.missing') }),
      ...(values.body_html.trim() ? {} : { body_html: t('common:form.missing') }),
    }),
    save: async (values, version) => {
      await store(reply, values, version);
      await refresh();
    },
    onSaved: () => {
      toastDone(t('saved'));
      if (!reply) onClose();
    },
  });
  const { form } = stored;
  const { body_html } = form.getValues();
  const data = scopes.filter(({ value }) => !reply || reply.owner_id || value !== ME);
  const change = async (is_active: boolean) => {
    if (!reply) return;
    await api.PATCH('/api/v1/canned-replies/{id}', {
      params: { path: { id: reply.id } },
      body: { is_active },
    });
    await refresh();
  };
  return (
    <Panel label={title} title={title} onClose={onClose}>
      <form
        className={classes.part}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          stored.submit();
        }}
      >
        <Fields>
          <TextInput
            label={`${t('replies.label')} (${t('common:form.required')})`}
            maxLength={120}
            {...form.getInputProps('title')}
          />
          <Select
            label={t('replies.scope')}
            description={t('replies.scopeHelp')}
            allowDeselect={false}
            searchable={data.length > 7}
            data={data}
            {...form.getInputProps('scope')}
          />
          <BodyEditor
            label={`${t('replies.body')} (${t('common:form.required')})`}
            html={body_html}
            onChange={(html) => form.setFieldValue('body_html', html)}
            error={form.errors.body_html}
          />
        </Fields>
        <FormActions
          {...(reply ? {} : { action: t('replies.add'), onCancel: onClose })}
          saving={stored.saving}
          problem={stored.problem}
        />
      </form>
      <ReplyPreview html={body_html} />
      {reply ? (
        <Retire
          name={reply.title}
          isActive={reply.is_active}
          why={t('replies.archiveWhy')}
          onArchive={(archive) => change(!archive)}
          onDelete={async () => {
            await api.DELETE('/api/v1/canned-replies/{id}', { params: { path: { id: reply.id } } });
            await refresh();
            onClose();
          }}
        />
      ) : null}
      <LeaveGuard when={form.isDirty()} />
    </Panel>
  );
}

import { Radio } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useVerifyDataSource } from '@/features/connections/api/connections';
import type { Connection, ConnectionType } from '@/features/connections/api/types';
import {
  answered,
  fieldsOfWay,
  formFields,
  initialValues,
  troubles,
  type Values,
  wayOf,
} from '@/features/connections/lib/fields';
import { asProblem } from '@/shared/api/problem';
import { Fields, FormActions } from '@/shared/forms/FormActions';
import { fieldErrors } from '@/shared/forms/problemForm';
import { Card } from '@/shared/ui/Card';

import classes from './ConnectionForm.module.css';
import { FormField } from './FormField';
import { Needs, SignInWays, WayHelp } from './SignInWays';

type Props = {
  connection: Connection;
  type: ConnectionType;
  onDone?: (() => void) | undefined;
};

/** The server's `settings.words.0` is the form's `config/words`. */
function ownErrors(error: unknown): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [path, said] of Object.entries(fieldErrors(error))) {
    const [form, name] = path.split('.');
    found[`${form === 'settings' ? 'config' : form}/${name ?? ''}`] ??= said;
  }
  return found;
}

type Mode = 'vault_db' | 'agent';

/** Where the credentials shall be kept; asked only where there is an agent outside. */
function Keeper({ mode, onMode }: { mode: Mode; onMode: (mode: Mode) => void }) {
  const { t } = useTranslation('connections');
  return (
    <Radio.Group
      className={classes.keeper}
      label={t('keeper.label')}
      value={mode}
      onChange={(value) => onMode(value === 'agent' ? 'agent' : 'vault_db')}
    >
      {(['vault_db', 'agent'] as const).map((value) => (
        <Radio
          key={value}
          value={value}
          className={classes.choice}
          label={t(`keeper.${value}.label`)}
          description={t(`keeper.${value}.help`)}
        />
      ))}
    </Radio.Group>
  );
}

/** The form of a connection, drawn from its connector's schema; to send it is to verify. */
export function ConnectionForm({ connection, type, onDone }: Props) {
  const { t } = useTranslation('connections');
  const all = useMemo(() => formFields(type), [type]);
  const [wayKey, setWayKey] = useState(wayOf(type, connection)?.key);
  const way = type.sign_ins.find(({ key }) => key === wayKey);
  const fields = useMemo(() => fieldsOfWay(type, way), [type, way]);
  const verify = useVerifyDataSource(connection.id);
  const [problem, setProblem] = useState<string | null>(null);
  const [mode, setMode] = useState<Mode>(
    connection.credential_mode === 'agent' ? 'agent' : 'vault_db',
  );
  const sameWay = wayKey === wayOf(type, connection)?.key;
  const stored = connection.has_secret && mode === connection.credential_mode && sameWay;
  const form = useForm<Values>({
    initialValues: initialValues(all, connection),
    validate: (values) =>
      Object.fromEntries(
        Object.entries(troubles(fields, values, stored)).map(([path, trouble]) => [
          path,
          t(`form.${trouble}`),
        ]),
      ),
  });
  const main = fields.filter((field) => field.main);
  const others = fields.filter((field) => !field.main);

  const send = async (values: Values) => {
    setProblem(null);
    try {
      await verify.mutateAsync({ credential_mode: mode, ...answered(fields, values, way) });
      for (const { path, form: part } of fields)
        if (part === 'credentials') form.setFieldValue(path, '');
      onDone?.();
    } catch (error) {
      const found = ownErrors(error);
      const known = Object.keys(found).filter((path) =>
        fields.some((field) => field.path === path),
      );
      if (known.length > 0) form.setErrors(found);
      else setProblem(asProblem(error).message);
    }
  };
  const draw = (some: typeof fields) =>
    some.map((field) => (
      <FormField key={field.path} field={field} type={type.type} form={form} stored={stored} />
    ));
  return (
    <Card
      title={t(`config.titles.${type.type}` as 'config.titles.jira_itsm', {
        defaultValue: t('config.title', { name: type.name }),
      })}
      action={<WayHelp type={type} way={way} />}
    >
      <form onSubmit={form.onSubmit(send)} noValidate className={classes.form}>
        {way ? <SignInWays type={type} way={way} onWay={setWayKey} /> : null}
        <Fields>{draw(main)}</Fields>
        <Needs type={type} />
        {type.by_agent || mode === 'agent' ? <Keeper mode={mode} onMode={setMode} /> : null}
        {others.length > 0 ? (
          <details className={classes.more}>
            <summary>{t('form.more')}</summary>
            <Fields>{draw(others)}</Fields>
          </details>
        ) : null}
        <p className={classes.promise}>
          {t(mode === 'agent' ? 'form.promiseAgent' : 'form.promise')}
        </p>
        <FormActions
          action={t('action.verify')}
          saving={verify.isPending}
          problem={problem}
          onCancel={onDone}
        />
      </form>
    </Card>
  );
}

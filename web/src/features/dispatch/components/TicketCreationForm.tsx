import { Button, Switch } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconEye, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import {
  payloadsQuery,
  switchesQuery,
  useCreateTickets,
} from '@/features/dispatch/api/ticketStore';
import {
  type FormValues,
  fieldAt,
  missingIn,
  platformsOf,
  type Target,
  valuesOf,
} from '@/features/dispatch/lib/form';
import {
  type OutsideTicket,
  type Payloads,
  type Switches,
  SYSTEMS,
} from '@/features/dispatch/lib/types';
import { asProblem } from '@/shared/api/problem';
import { Icon } from '@/shared/ui/Icon';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';
import { Segmented } from '@/shared/ui/Segmented';
import { toastDone, toastFailed } from '@/shared/ui/toast';

import { CreationFields } from './CreationFields';
import classes from './Dispatch.module.css';
import { RequestView } from './RequestView';

const FORM = 'outside-ticket';

function useTicketForm(target: Target, payloads: Payloads) {
  const { t } = useTranslation(['dispatch', 'common']);
  return useForm<FormValues>({
    initialValues: valuesOf(payloads),
    validate: (values) =>
      Object.fromEntries(
        missingIn(target, values).map((field) => [field, t('common:form.missing')]),
      ),
  });
}

function TargetChoice(props: {
  target: Target;
  onTarget: (target: Target) => void;
  dual: boolean;
}) {
  const { t } = useTranslation('dispatch');
  const { target, onTarget, dual } = props;
  return (
    <div className={classes.target}>
      <Segmented
        label={t('create.target')}
        value={target}
        onChange={onTarget}
        segments={[
          { value: 'servicenow', label: t('system.servicenow') },
          { value: 'jira', label: t('system.jira') },
          { value: 'both', label: t(dual ? 'create.bothLinked' : 'create.both') },
        ]}
      />
      {target === 'both' ? <span className="muted small">{t('create.order')}</span> : null}
    </div>
  );
}

/** Says which of the chosen platforms is switched off: then there is no ticket to create. */
function Off({ target, switches }: { target: Target; switches: Switches }) {
  const { t } = useTranslation('dispatch');
  const off = platformsOf(target).filter((platform) => !switches[`${platform}_enabled`]);
  if (off.length === 0) return null;
  const names = off.map((platform) => SYSTEMS[platform].name).join(', ');
  return <p className={classes.notice}>{t('create.off', { names })}</p>;
}

function told(tickets: readonly OutsideTicket[]): string {
  return tickets.map(({ ticket_id, platform }) => ticket_id || SYSTEMS[platform].name).join(', ');
}

type LoadedProps = Props & { payloads: Payloads; switches: Switches };

function LoadedForm({ job, onClose, payloads, switches }: LoadedProps) {
  const { t } = useTranslation(['dispatch', 'common']);
  const [target, setTarget] = useState<Target>('servicenow');
  const [isPreview, setIsPreview] = useState(true);
  const [seen, setSeen] = useState<readonly OutsideTicket[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const create = useCreateTickets(job);
  const form = useTicketForm(target, payloads);

  const refuse = (error: unknown) => {
    const found = asProblem(error);
    let rest: string | null = found.errors.length > 0 ? null : found.message;
    for (const { loc, msg } of found.errors) {
      const field = fieldAt(loc);
      if (field) form.setFieldError(field, msg);
      else rest = `${loc.at(-1)}: ${msg}`;
    }
    setProblem(rest);
  };
  const submit = async (values: FormValues) => {
    setProblem(null);
    setSeen([]);
    try {
      const tickets = await create.mutateAsync({ target, values, payloads, isPreview });
      const failed = tickets.find(({ error }) => error !== null)?.error;
      if (tickets.length === 0) return setProblem(t('create.nothing'));
      if (isPreview) return setSeen(tickets);
      if (failed) toastFailed(new Error(failed.message));
      else toastDone(t('create.done', { names: told(tickets) }));
      onClose();
    } catch (error) {
      refuse(error);
    }
  };
  const label = t(isPreview ? 'create.preview' : 'create.action');
  return (
    <Panel
      label={t('create.title')}
      title={t('create.title')}
      onClose={onClose}
      foot={
        <div className={classes.foot}>
          <span className="muted small">{t(isPreview ? 'create.hint' : 'create.hintReal')}</span>
          <span className={classes.buttons}>
            <Button onClick={onClose}>{t('common:action.cancel')}</Button>
            <Button
              type="submit"
              form={FORM}
              variant="filled"
              leftSection={<Icon of={isPreview ? IconEye : IconPlus} />}
              loading={create.isPending}
            >
              {label}
            </Button>
          </span>
        </div>
      }
    >
      <form id={FORM} className={classes.form} onSubmit={form.onSubmit(submit)} noValidate>
        <TargetChoice
          target={target}
          dual={switches.dual_mode}
          onTarget={(next) => {
            setTarget(next);
            setSeen([]);
            form.clearErrors();
          }}
        />
        <CreationFields form={form} target={target} />
        <Switch
          className={classes.preview}
          label={t('create.previewMode')}
          description={t('create.previewHelp')}
          checked={isPreview}
          onChange={(event) => setIsPreview(event.currentTarget.checked)}
        />
        <Off target={target} switches={switches} />
        {problem ? (
          <p className={classes.problem} role="alert">
            {problem}
          </p>
        ) : null}
        <div aria-live="polite">
          <RequestView tickets={seen} />
        </div>
      </form>
    </Panel>
  );
}

type Props = { job: string; onClose: () => void };

/** Create a ticket in another system, or look first at what would be sent. */
export function TicketCreationForm({ job, onClose }: Props) {
  const { t } = useTranslation('dispatch');
  const payloads = useQuery(payloadsQuery(job));
  const switches = useQuery(switchesQuery);
  const isReady = payloads.data !== undefined && switches.data !== undefined;
  return (
    <div className={classes.wide}>
      {isReady ? (
        <LoadedForm job={job} onClose={onClose} payloads={payloads.data} switches={switches.data} />
      ) : (
        <Panel label={t('create.title')} title={t('create.title')} onClose={onClose}>
          {payloads.data ? (
            <Loaded query={switches}>{() => null}</Loaded>
          ) : (
            <Loaded query={payloads}>{() => null}</Loaded>
          )}
        </Panel>
      )}
    </div>
  );
}

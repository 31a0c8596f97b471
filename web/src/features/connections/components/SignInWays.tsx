import { Radio } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { ConnectionType } from '@/features/connections/api/types';
import type { SignIn } from '@/features/connections/lib/fields';
import { Tag } from '@/shared/ui/Tag';

import classes from './ConnectionForm.module.css';

type Props = { type: ConnectionType; way: SignIn; onWay: (key: string) => void };

/** Words of a way to sign in: ours where the text file has them, else those of the connector. */
function useWord(vendor: string) {
  const { t } = useTranslation('connections');
  return (way: SignIn, part: 'title' | 'hint') =>
    t(`signIn.${vendor}.${way.key}.${part}` as 'signIn.jira.api_token.title', {
      defaultValue: way[part],
    });
}

/** The ways to sign in, the best first; a password is what is left where nothing else works. */
export function SignInWays({ type, way, onWay }: Props) {
  const { t } = useTranslation('connections');
  const word = useWord(type.vendor);
  return (
    <Radio.Group
      className={classes.ways ?? ''}
      label={t('signIn.label')}
      value={way.key}
      onChange={onWay}
    >
      {type.sign_ins.map((one, index) => (
        <Radio
          key={one.key}
          value={one.key}
          className={classes.choice}
          label={
            <span className={classes.way}>
              {word(one, 'title')}
              {index === 0 ? <Tag tone="green">{t('signIn.best')}</Tag> : null}
              {one.fallback ? <Tag tone="amber">{t('signIn.fallback')}</Tag> : null}
            </span>
          }
          description={word(one, 'hint') || undefined}
        />
      ))}
    </Radio.Group>
  );
}

/** What the account must be allowed to do. */
export function Needs({ type }: { type: ConnectionType }) {
  const { t } = useTranslation('connections');
  const needs = t(`signIn.${type.vendor}.needs` as 'signIn.jira.needs', {
    defaultValue: type.needs,
  });
  return needs ? <p className={classes.promise}>{t('signIn.needs', { needs })}</p> : null;
}

/** Where the vendor gives out what this way takes. */
export function WayHelp({ type, way }: { type: ConnectionType; way: SignIn | undefined }) {
  const { t } = useTranslation('connections');
  const url = way ? way.help_url : type.help_url;
  if (!url) return null;
  return (
    <a href={url} target="_blank" rel="noreferrer noopener">
      {way
        ? t(`signIn.${type.vendor}.${way.key}.link` as 'signIn.jira.api_token.link', {
            defaultValue: t('form.help'),
          })
        : t('form.help')}
    </a>
  );
}

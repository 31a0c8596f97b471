import { useTranslation } from 'react-i18next';

import { cx } from '@/shared/lib/cx';

import classes from './Twin.module.css';

export type TwinState = 'in_step' | 'waiting' | 'conflict';

type Props = {
  /** Two letters of the system, as SN or JI. */
  cap: string;
  /** Full name of the system, for the title. */
  system: string;
  /** Their key, as INC0010482. */
  name: string;
  state?: TwinState;
  /** Address of the record in the other system. */
  href?: string | undefined;
};

/** The same thing in another system: solid in step, dashed not yet written, red in conflict. */
export function Twin({ cap, system, name, state = 'in_step', href }: Props) {
  const { t } = useTranslation();
  const className = cx(classes.twin, state !== 'in_step' && classes[state]);
  const title = `${system} ${name}, ${t(`twin.${state}`)}`;
  const inside = (
    <>
      <b className={classes.cap} aria-hidden="true">
        {cap}
      </b>
      <span className={classes.name}>
        <span className="unseen">{system} </span>
        {name}
        {state === 'in_step' ? null : <span className="unseen">, {t(`twin.${state}`)}</span>}
      </span>
    </>
  );
  return href ? (
    <a className={className} title={title} href={href} target="_blank" rel="noreferrer">
      {inside}
    </a>
  ) : (
    <span className={className} title={title}>
      {inside}
    </span>
  );
}

import { IconRobot } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { cx } from '@/shared/lib/cx';

import classes from './Avatar.module.css';

const TONES = [classes.tone0, classes.tone1, classes.tone2, classes.tone3, classes.tone4];

/** First letters of the first and the last word. */
function initials(name: string): string {
  const words = name.split(/[\s@.]+/).filter(Boolean);
  const first = words[0]?.[0] ?? '?';
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? '') : (words[0]?.[1] ?? '');
  return (first + last).toUpperCase();
}

/** The same name has the same tone on every page. */
function toneOf(name: string): string | undefined {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return TONES[sum % TONES.length];
}

type Props = {
  name: string;
  kind?: 'person' | 'robot' | 'system';
  size?: 'small' | 'medium' | 'large';
  presence?: 'viewing' | 'typing' | undefined;
  /** Two letters of a system instead of the initials. */
  letters?: string;
  /** The name stands beside it, so screen readers need not hear it twice. */
  decorative?: boolean;
};

/** A person is round, a robot or a system is square; a ring says they are here. */
export function Avatar(props: Props) {
  const { name, kind = 'person', size = 'medium', presence, letters, decorative = false } = props;
  const { t } = useTranslation();
  const label = presence ? t(`presence.${presence}`, { name }) : name;
  const className = cx(
    classes.avatar,
    size !== 'medium' && classes[size],
    kind === 'person' ? toneOf(name) : cx(classes.square, classes.machine),
    presence && classes[presence],
  );
  const inside =
    kind === 'robot' ? <IconRobot size="62%" stroke={1.8} /> : (letters ?? initials(name));
  return decorative ? (
    <span className={className} aria-hidden="true">
      {inside}
    </span>
  ) : (
    <span className={className} role="img" aria-label={label} title={label}>
      {inside}
    </span>
  );
}

/** The empty place of an assignee. */
export function Nobody() {
  const { t } = useTranslation();
  const label = t('person.unassigned');
  return (
    <span
      className={cx(classes.avatar, classes.nobody)}
      role="img"
      aria-label={label}
      title={label}
    />
  );
}

/** Avatar and name in one line. */
export function PersonName({ name, size = 'small' }: Pick<Props, 'name' | 'size'>) {
  return (
    <span className={classes.person}>
      <Avatar name={name} size={size} decorative />
      <span className="truncate">{name}</span>
    </span>
  );
}

/** Several avatars that overlap a little. */
export function AvatarStack({ children }: { children: ReactNode }) {
  return <span className={classes.stack}>{children}</span>;
}

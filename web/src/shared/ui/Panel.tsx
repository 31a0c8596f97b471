import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { useCovering } from '@/shared/lib/useCovering';
import { useReturnFocus } from '@/shared/lib/useReturnFocus';

import { Boundary } from './Boundary';
import { Icon } from './Icon';
import classes from './Panel.module.css';

type Props = {
  /** What the panel shows, for screen readers. */
  label: string;
  /** Keys of the thing: number, twins. Without them the title stands in their line. */
  keys?: ReactNode;
  title: ReactNode;
  /** Icon buttons before the close button: previous, next, open page. */
  buttons?: ReactNode;
  children: ReactNode;
  foot?: ReactNode;
  onClose: () => void;
};

/** The side of a list that shows one of its things; Escape closes it. */
export function Panel({ label, keys, title, buttons, children, foot, onClose }: Props) {
  const { t } = useTranslation();
  const panel = useRef<HTMLElement>(null);
  useCovering(panel);
  useReturnFocus(panel);

  useEffect(() => {
    const close = (event: KeyboardEvent) => {
      // What floats above the panel closes first.
      const floats = document.querySelector('[role="dialog"], [role="menu"]') !== null;
      // Out of a text the first Escape leads, the next one closes.
      const writes = event.target instanceof HTMLElement && event.target.matches('textarea');
      if (event.key === 'Escape' && !event.defaultPrevented && !floats && !writes) onClose();
    };
    // On the way down, before a floating part has closed itself.
    window.addEventListener('keydown', close, true);
    return () => window.removeEventListener('keydown', close, true);
  }, [onClose]);

  const heading = <h2 className={classes.title}>{title}</h2>;
  return (
    <aside ref={panel} tabIndex={-1} className={classes.panel} aria-label={label}>
      <div className={classes.head}>
        {keys ? <span className={classes.keys}>{keys}</span> : heading}
        <span className={classes.buttons}>
          {buttons}
          <ActionIcon size="sm" aria-label={t('action.close')} onClick={onClose}>
            <Icon of={IconX} size="s" />
          </ActionIcon>
        </span>
      </div>
      {keys ? heading : null}
      <div className={classes.body}>
        <Boundary>{children}</Boundary>
      </div>
      {foot ? <div className={classes.foot}>{foot}</div> : null}
    </aside>
  );
}

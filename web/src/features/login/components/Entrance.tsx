import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { Brand } from '@/shared/ui/Mark';

import { Art } from './Art';
import classes from './Entrance.module.css';

type Props = { title: string; why: string; children: ReactNode };

/** The frame of all pages before the session: form at the left, the product in one look at the right. */
export function Entrance({ title, why, children }: Props) {
  const { t } = useTranslation('login');
  useEffect(() => {
    document.title = `${title} · Deskplane`;
  }, [title]);
  return (
    <div className={classes.page}>
      <main className={classes.left}>
        <Brand />
        <div className={classes.form}>
          <div>
            <h1 className={classes.title}>{title}</h1>
            <p className={classes.why}>{why}</p>
          </div>
          {children}
        </div>
      </main>
      <aside className={classes.right}>
        <Art />
        <p className={classes.caption}>{t('caption')}</p>
      </aside>
    </div>
  );
}

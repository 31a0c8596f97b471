import { useTranslation } from 'react-i18next';

import type { TicketType } from '@/shared/lib/vocabulary';
import { Tag } from '@/shared/ui/Tag';

import classes from './parts.module.css';

type OpenProps = { name: string; sub?: string | undefined; off?: boolean; onOpen: () => void };

/** The name that opens a row. */
export function OpenCell({ name, sub, off = false, onOpen }: OpenProps) {
  const { t } = useTranslation('catalog');
  return (
    <span className={classes.name}>
      <span>
        <button type="button" className={classes.open} onClick={onOpen}>
          {name}
        </button>
        {sub ? <span className={classes.sub}>{sub}</span> : null}
      </span>
      {off ? <Tag>{t('archived')}</Tag> : null}
    </span>
  );
}

export function TypesCell({ types }: { types: readonly TicketType[] }) {
  const { t } = useTranslation(['catalog', 'common']);
  if (types.length === 0) return <span className="muted">{t('allTypes')}</span>;
  return types.map((type) => t(`common:type.${type}`)).join(', ');
}

/** How many tickets; nothing while it is being counted. */
export function TicketsCell({ count }: { count: number | undefined }) {
  const { t } = useTranslation('catalog');
  if (count === undefined) return null;
  return count > 0 ? (
    <span className="num">{t('uses.tickets', { count })}</span>
  ) : (
    <span className="muted">{t('unused')}</span>
  );
}

export function Swatch({ color }: { color: string | null }) {
  return (
    <span
      className={classes.swatch}
      aria-hidden="true"
      ref={(node) => {
        if (color) node?.style.setProperty('--swatch', color);
      }}
    />
  );
}

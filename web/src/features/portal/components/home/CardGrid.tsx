import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import type { Card } from '@/features/portal/api/types';
import { CARD_ICONS } from '@/features/portal/components/icons';
import classes from '@/features/portal/components/Portal.module.css';
import { wordsOf } from '@/features/portal/lib/words';
import { Icon } from '@/shared/ui/Icon';

type Props = {
  cards: readonly Card[];
  /** Descriptions too, where people choose among all. */
  described?: boolean;
  /** The summary that was written already. */
  title?: string | undefined;
};

/** What can be asked for, in plain words. */
export function CardGrid({ cards, described = false, title }: Props) {
  const { i18n } = useTranslation('portal');
  return (
    <ul className={classes.cards}>
      {cards.map((card) => {
        const words = wordsOf(card, i18n.language);
        return (
          <li key={card.id}>
            <Link
              to="/portal/new"
              search={{ type: card.id, ...(title ? { title } : {}) }}
              className={classes.card}
            >
              <span className={classes.picture}>
                <Icon of={CARD_ICONS[card.icon]} size="l" />
              </span>
              <span className={classes.words}>
                <span className={classes.name}>{words.name}</span>
                {described && words.description ? (
                  <span className={classes.small}>{words.description}</span>
                ) : null}
                <span className={classes.small}>{words.expected_text}</span>
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { cardsQuery } from '@/features/portal/api/requests';
import type { Card, Cards, Request } from '@/features/portal/api/types';
import { CardGrid } from '@/features/portal/components/home/CardGrid';
import { PortalPage, PortalSection } from '@/features/portal/components/PortalPage';
import { wordsOf } from '@/features/portal/lib/words';
import { useMe } from '@/shared/api/me';
import { Loaded } from '@/shared/ui/Loaded';
import { toastDone } from '@/shared/ui/toast';

import { RequestForm } from './RequestForm';
import classes from './RequestForm.module.css';

export type NewRequestSearch = { type?: string; title?: string };

/** The card that fits no other. */
export const OTHER = 'other';

function Choose({ cards, title }: { cards: readonly Card[]; title: string | undefined }) {
  const { t } = useTranslation('portal');
  return (
    <PortalPage title={t('form.chooseTitle')} why={title ? t('form.chooseWhy', { title }) : null}>
      <PortalSection title={t('form.kinds')}>
        <CardGrid cards={cards} described title={title} />
        <div className={classes.other}>
          <Button
            size="lg"
            renderRoot={(props) => (
              <Link
                to="/portal/new"
                search={{ type: OTHER, ...(title ? { title } : {}) }}
                {...props}
              />
            )}
          >
            {t('form.other')}
          </Button>
        </div>
      </PortalSection>
    </PortalPage>
  );
}

function Write({ cards, search }: { cards: Cards; search: NewRequestSearch }) {
  const { t, i18n } = useTranslation('portal');
  const navigate = useNavigate();
  const card = cards.data.find(({ id }) => id === search.type);
  const words = card ? wordsOf(card, i18n.language) : undefined;
  const toHome = () => void navigate({ to: '/portal' });
  const sent = (request: Request | undefined) => {
    toastDone(t('form.sent'));
    if (!request) return toHome();
    void navigate({ to: '/portal/requests/$ref', params: { ref: request.number } });
  };
  const kept = () => {
    toastDone(t('form.kept'));
    toHome();
  };
  return (
    <PortalPage
      title={words?.name ?? t('form.otherTitle')}
      why={[words?.description, words?.expected_text].filter(Boolean).join('. ') || null}
    >
      <RequestForm
        key={search.type}
        cardId={card?.id}
        asks={card?.asks ?? cards.asks}
        start={{ title: search.title ?? '', description: words?.template ?? '' }}
        onSent={sent}
        onKept={kept}
        onLeave={toHome}
      />
    </PortalPage>
  );
}

/** First what it is about, then the form. */
export function NewRequestPage({ search }: { search: NewRequestSearch }) {
  const { person } = useMe();
  const cards = useQuery(cardsQuery(person.id));
  return (
    <Loaded query={cards}>
      {(found) => {
        const none = found.data.length === 0;
        if (!search.type && !none) return <Choose cards={found.data} title={search.title} />;
        return <Write cards={found} search={search} />;
      }}
    </Loaded>
  );
}

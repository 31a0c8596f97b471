import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type Person, useMakeLink } from '@/features/people/api/people';
import { dateTime } from '@/shared/lib/format';
import { CopyField } from '@/shared/ui/CopyField';
import { toastFailed } from '@/shared/ui/toast';

type Link = { url: string; expires_at: string };

/** The link, to be sent by hand: nothing leaves Deskplane by itself. */
export function InviteLink({
  name,
  link,
  onClose,
}: {
  name: string;
  link: Link;
  onClose: () => void;
}) {
  const { t } = useTranslation(['people', 'common']);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('invite.title', { name })}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
      centered
      size="lg"
    >
      <p>{t('invite.why', { until: dateTime(link.expires_at) })}</p>
      <CopyField
        label={t('invite.link')}
        text={new URL(link.url, window.location.origin).href}
        action={t('invite.copy')}
      />
    </Modal>
  );
}

export function InviteButton({ person }: { person: Person }) {
  const { t } = useTranslation('people');
  const make = useMakeLink();
  const [link, setLink] = useState<Link | null>(null);
  const ask = async () => {
    try {
      setLink(await make.mutateAsync(person));
    } catch (error) {
      toastFailed(error);
    }
  };
  return (
    <>
      <Button loading={make.isPending} onClick={() => void ask()}>
        {t(person.can_log_in ? 'invite.again' : 'invite.action')}
      </Button>
      {link ? <InviteLink name={person.name} link={link} onClose={() => setLink(null)} /> : null}
    </>
  );
}

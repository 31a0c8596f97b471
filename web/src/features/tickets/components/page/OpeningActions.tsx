import { ActionIcon } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '@/features/tickets/api/types';
import type { Edit } from '@/features/tickets/api/useEdit';
import { htmlWithMentions } from '@/features/tickets/lib/noteHtml';
import { Icon } from '@/shared/ui/Icon';
import { later } from '@/shared/ui/later';

const TextDialog = later(() => import('./TextDialog'), 'TextDialog');

type Props = { ticket: Ticket; onEdit: (edit: Edit, basis?: Partial<Ticket>) => Promise<boolean> };

/** Marks that plain text cannot keep. */
const RICH = /<(?!\/?(?:p|br)\b)/i;

/** Write the description anew. */
export function OpeningActions({ ticket, onEdit }: Props) {
  const { t } = useTranslation('tickets');
  const [editing, setEditing] = useState(false);
  const { description_text, description_html } = ticket;
  const save = async (text: string, before: string) => {
    const shown = { description_text: text, description_html: htmlWithMentions(text, []) };
    const basis = before === description_text ? {} : { description_text: before };
    const saved = await onEdit({ body: { description: text }, shown }, basis);
    // The text stays in its field until the server has it.
    if (!saved) throw new Error(t('message.notSaved'));
  };
  return (
    <>
      <ActionIcon
        size="xs"
        aria-label={t('message.editDescription')}
        title={t('message.editDescription')}
        onClick={() => setEditing(true)}
      >
        <Icon of={IconPencil} size="s" />
      </ActionIcon>
      {editing ? (
        <TextDialog
          title={t('message.editDescription')}
          text={description_text}
          keepAs={`${ticket.id}.description`}
          warning={RICH.test(description_html) ? t('message.losesMarks') : undefined}
          onSave={save}
          onClose={() => setEditing(false)}
        />
      ) : null}
    </>
  );
}

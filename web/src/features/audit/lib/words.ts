import { useTranslation } from 'react-i18next';

const plain = (word: string) => {
  const words = word.replaceAll(/[._]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The words of the log; what has none yet is shown as it is stored, without its signs. */
export function useWords() {
  const { t } = useTranslation('audit');
  const known = (group: 'type' | 'verb' | 'field' | 'origin', word: string) =>
    t(`${group}.${word}` as 'type.ticket', { defaultValue: plain(word) });
  return {
    type: (type: string) => known('type', type),
    origin: (origin: string) => known('origin', origin),
    field: (field: string) => known('field', field.replaceAll('.', '_')),
    /** "Ticket changed" out of `ticket.changed`. */
    action: (action: string) => {
      const [subject = '', verb = ''] = action.split('.');
      return t('action', { subject: known('type', subject), verb: known('verb', verb) });
    },
  };
}

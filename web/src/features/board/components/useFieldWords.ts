import { useTranslation } from 'react-i18next';

const FIELDS = ['status', 'priority', 'assignee', 'team'] as const;

type Choice = { key: string; label: string };

/** What columns can be made of, in words. */
export function useFieldWords(choices: readonly Choice[]) {
  const { t } = useTranslation('board');
  return [
    ...FIELDS.map((field) => ({ value: field as string, label: t(`field.${field}`) })),
    ...choices.map(({ key, label }) => ({ value: `custom.${key}`, label })),
  ];
}

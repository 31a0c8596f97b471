import { MultiSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { TICKET_TYPES } from '@/shared/lib/vocabulary';

type Props = { value: string[]; onChange: (value: string[]) => void; error?: unknown };

/** Ticket types something is for; none chosen means all. */
export function TypesSelect({ value, onChange }: Props) {
  const { t } = useTranslation(['catalog', 'common']);
  return (
    <MultiSelect
      label={t('types.label')}
      description={t('types.help')}
      placeholder={value.length === 0 ? t('allTypes') : ''}
      data={TICKET_TYPES.map((type) => ({ value: type, label: t(`common:type.${type}`) }))}
      value={value}
      onChange={onChange}
    />
  );
}

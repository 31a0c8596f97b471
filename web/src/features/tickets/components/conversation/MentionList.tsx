import { useTranslation } from 'react-i18next';

import { cx } from '@/shared/lib/cx';
import { PersonName } from '@/shared/ui/Avatar';

import classes from './MentionList.module.css';
import type { Mentions } from './useMentions';

/** The people who may be meant, above the text; the keys are those of the text field. */
export function MentionList({ mentions }: { mentions: Mentions }) {
  const { t } = useTranslation('together');
  const { people, at, list, optionId, pick } = mentions;
  if (people.length === 0) return null;
  return (
    <div className={classes.place}>
      <div role="listbox" id={list} aria-label={t('mention.list')} className={classes.list}>
        {people.map(({ id, name }, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the text field takes the keys
          <div
            key={id}
            id={optionId(index)}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={cx(classes.option, index === at && classes.active)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => pick({ id, name })}
          >
            <PersonName name={name} />
          </div>
        ))}
      </div>
    </div>
  );
}

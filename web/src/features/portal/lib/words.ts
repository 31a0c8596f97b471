import i18next from 'i18next';

import type { Card, PortalState } from '@/features/portal/api/types';
import type { Tone } from '@/shared/ui/Tag';

/** The colour of the sentence that says where a request stands. */
export const TONES: Record<PortalState, Tone> = {
  received: 'gray',
  working: 'blue',
  waiting_for_you: 'amber',
  waiting_for_others: 'violet',
  solved: 'green',
  closed: 'gray',
  withdrawn: 'gray',
};

/** Steps of the line at the top of a request; the last one reached is the present one. */
export const STEPS = ['received', 'working', 'solved', 'closed'] as const;

const REACHED: Record<PortalState, number> = {
  received: 0,
  working: 1,
  waiting_for_you: 1,
  waiting_for_others: 1,
  solved: 2,
  closed: 3,
  withdrawn: 3,
};

export const stepOf = (state: PortalState): number => REACHED[state];

type Words = Pick<Card, 'name' | 'description' | 'expected_text' | 'template'>;

/** A card in the language of the reader; what was not translated stays as it is. */
export function wordsOf(card: Card, language: string = i18next.language): Words {
  const other = card.translations[language.slice(0, 2)];
  return {
    name: other?.name || card.name,
    description: other?.description || card.description,
    expected_text: other?.expected_text || card.expected_text,
    template: other?.template || card.template,
  };
}

/** The name that people call each other by. */
export const firstName = (name: string): string => name.trim().split(/\s+/)[0] ?? name;

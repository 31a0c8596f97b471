import type { Icon as TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { Caps } from '@/shared/ui/Caps';
import { Icon } from '@/shared/ui/Icon';

import { Found } from './Found';
import { type Fit, fuzzy } from './fuzzy';

/** One line of the palette. */
export type Choice = {
  id: string;
  group: string;
  view: ReactNode;
  hint: ReactNode;
  run: () => void;
  /** It leads to another list in the palette, which stays open. */
  stays?: boolean;
  /** Kept among the last used ones. */
  remembered?: boolean;
  score: number;
};

type Line = {
  id: string;
  group: string;
  label: string;
  icon?: TablerIcon | undefined;
  keys?: string | undefined;
  hint?: ReactNode;
  run: () => void;
  stays?: boolean;
  remembered?: boolean;
};

/** A line if it fits what was typed. */
export function choiceOf(line: Line, wanted: string): Choice[] {
  const fit = fuzzy(line.label, wanted);
  return fit ? [drawn(line, fit)] : [];
}

function drawn({ label, icon, keys, hint, ...line }: Line, { score, at }: Fit): Choice {
  return {
    ...line,
    score,
    view: (
      <>
        {icon ? <Icon of={icon} /> : null}
        <span className="truncate">
          <Found text={label} at={at} />
        </span>
      </>
    ),
    hint: hint ?? (keys ? <Caps keys={keys} /> : null),
  };
}

export const byScore = (one: Choice, other: Choice) => other.score - one.score;

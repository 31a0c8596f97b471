import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { asProblem } from '@/shared/api/problem';

import { Failed } from './States';

type Props = { children: ReactNode };
type State = { error: unknown; failed: boolean };

function Broken({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  const problem = asProblem(error);
  // A refusal of the server says why; a fault of ours would speak to programmers only.
  const why = problem.correlationId ? problem.message : t('state.partWhy');
  return <Failed error={error} title={t('state.partTitle')} why={why} onRetry={onRetry} />;
}

/** A part that throws leaves the rest of the page alone, and can be tried again. */
export class Boundary extends Component<Props, State> {
  override state: State = { error: null, failed: false };

  static getDerivedStateFromError(error: unknown): State {
    return { error, failed: true };
  }

  override render(): ReactNode {
    const { error, failed } = this.state;
    if (!failed) return this.props.children;
    return <Broken error={error} onRetry={() => this.setState({ error: null, failed: false })} />;
  }
}

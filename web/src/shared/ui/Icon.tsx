import type { Icon as TablerIcon } from '@tabler/icons-react';

const SIZES = { xs: [12, 2], s: [14, 1.8], m: [16, 1.7], l: [20, 1.6] } as const;

type Props = { of: TablerIcon; size?: keyof typeof SIZES; className?: string | undefined };

/** A drawing beside words: sized by the house, hidden from screen readers. */
export function Icon({ of: Drawing, size = 'm', className }: Props) {
  const [pixels, stroke] = SIZES[size];
  return <Drawing size={pixels} stroke={stroke} aria-hidden className={className} />;
}

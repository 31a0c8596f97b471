import { Progress } from '@mantine/core';

/**
 * How far something is, 0 to 100; null while that is not known.
 *
 * The track carries the role, not the filled part: nothing done yet is still a bar that can be seen and read out.
 */
export function ProgressBar({
  label,
  value,
  size,
  className,
}: {
  label: string;
  value: number | null;
  size?: 'sm' | undefined;
  className?: string | undefined;
}) {
  const known = value === null ? {} : { 'aria-valuenow': Math.round(value) };
  return (
    <Progress.Root
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...known}
      {...(size ? { size } : {})}
      classNames={{ root: className ?? '' }}
    >
      <Progress.Section
        withAria={false}
        value={value ?? 100}
        striped={value === null}
        animated={value === null}
      />
    </Progress.Root>
  );
}

import { Notifications } from '@mantine/notifications';

/** Where short messages appear. */
export function Toasts() {
  return <Notifications position="bottom-right" limit={3} containerWidth={380} />;
}

import {
  IconApps,
  IconBuilding,
  IconCalendar,
  IconDeviceDesktop,
  IconDeviceLaptop,
  IconDeviceMobile,
  IconFileText,
  IconHelpCircle,
  IconKey,
  IconMail,
  IconPrinter,
  IconShield,
  IconShoppingCart,
  IconTool,
  IconUser,
  IconWifi,
  type Icon as TablerIcon,
} from '@tabler/icons-react';

import type { CardIcon } from '@/features/portal/api/types';

/** The drawings of cards, in the order in which they are offered. */
export const CARD_ICONS: Record<CardIcon, TablerIcon> = {
  help: IconHelpCircle,
  tool: IconTool,
  key: IconKey,
  laptop: IconDeviceLaptop,
  screen: IconDeviceDesktop,
  phone: IconDeviceMobile,
  printer: IconPrinter,
  mail: IconMail,
  network: IconWifi,
  app: IconApps,
  shield: IconShield,
  person: IconUser,
  cart: IconShoppingCart,
  building: IconBuilding,
  file: IconFileText,
  calendar: IconCalendar,
};

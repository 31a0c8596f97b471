import {
  IconBolt,
  IconBookmark,
  IconFlame,
  IconList,
  IconStar,
  IconUsers,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';

import { usePinnedViews } from '@/features/tickets/api/views';
import { number } from '@/shared/lib/format';
import { Icon } from '@/shared/ui/Icon';

import { NavTip } from './NavTip';
import classes from './SideNav.module.css';

const ICONS = {
  list: IconList,
  star: IconStar,
  users: IconUsers,
  flame: IconFlame,
  bolt: IconBolt,
  bookmark: IconBookmark,
};

const iconOf = (word: string) => ICONS[word as keyof typeof ICONS] ?? IconList;

/** The pinned views below the built-in ones, each with its count. */
export function SavedViews({ iconsOnly }: { iconsOnly: boolean }) {
  const pinned = usePinnedViews();
  return pinned.map(({ view, count }) => (
    <NavTip key={view.id} label={view.name} iconsOnly={iconsOnly}>
      <Link to="/app/tickets" search={{ view: view.id }} className={classes.item}>
        <Icon of={iconOf(view.icon)} />
        <span className="truncate">{view.name}</span>
        {count ? <span className={classes.count}>{number(count)}</span> : null}
      </Link>
    </NavTip>
  ));
}

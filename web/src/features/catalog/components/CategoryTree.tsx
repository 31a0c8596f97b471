import { ActionIcon, Menu } from '@mantine/core';
import {
  IconChevronDown,
  IconChevronRight,
  IconDots,
  IconGripVertical,
  IconPencil,
  IconPlus,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type Category, usageQuery, useRefresh } from '@/features/catalog/api/catalog';
import { type Branch, linesOf, mayGoBelow, withBelow } from '@/features/catalog/lib/tree';
import { api } from '@/shared/api/client';
import { cx } from '@/shared/lib/cx';
import { Icon } from '@/shared/ui/Icon';
import { toastFailed, toastUndo } from '@/shared/ui/toast';

import classes from './CategoryTree.module.css';
import { OpenCell, TicketsCell } from './Cells';

const TOP = 'top';

type Props = {
  categories: readonly Category[];
  mayWrite: boolean;
  /** While searching every branch is open. */
  canFold: boolean;
  onOpen: (id: string) => void;
  onAddBelow: (id: string) => void;
};

function useMove() {
  const { t } = useTranslation('catalog');
  const refresh = useRefresh();
  const put = async (id: string, parent_id: string | null) => {
    await api.PATCH('/api/v1/categories/{id}', { params: { path: { id } }, body: { parent_id } });
    await refresh();
  };
  return async (moved: Category, target: Category | null) => {
    try {
      await put(moved.id, target?.id ?? null);
      const words = target
        ? t('categories.moved', { name: moved.name, parent: target.name })
        : t('categories.movedTop', { name: moved.name });
      toastUndo(words, () => void put(moved.id, moved.parent_id).catch(toastFailed));
    } catch (error) {
      toastFailed(error);
    }
  };
}

type Dragging = {
  moved: Category | null;
  over: string | null;
  start: (category: Category) => void;
  target: (category: Category | null) => object;
  end: () => void;
};

function useDragging(): Dragging {
  const move = useMove();
  const [moved, setMoved] = useState<Category | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const end = () => {
    setMoved(null);
    setOver(null);
  };
  return {
    moved,
    over,
    end,
    start: setMoved,
    target: (category) => ({
      onDragOver: (event: DragEvent) => {
        if (!moved || !mayGoBelow(moved, category)) return;
        event.preventDefault();
        setOver(category?.id ?? TOP);
      },
      onDragLeave: () => setOver(null),
      onDrop: (event: DragEvent) => {
        event.preventDefault();
        if (moved && mayGoBelow(moved, category)) void move(moved, category);
        end();
      },
    }),
  };
}

type LineProps = Pick<Props, 'mayWrite' | 'canFold' | 'onOpen' | 'onAddBelow'> & {
  line: Branch;
  isFolded: boolean;
  tickets: number | undefined;
  dragging: Dragging;
  onFold: () => void;
};

function Line(props: LineProps) {
  const { line, isFolded, tickets, dragging, mayWrite, canFold, onFold, onOpen, onAddBelow } =
    props;
  const { category, depth, hasChildren } = line;
  const { t } = useTranslation('catalog');
  const { name } = category;
  return (
    <tr
      className={cx(
        dragging.over === category.id && classes.over,
        dragging.moved?.id === category.id && classes.moved,
        !category.is_active && classes.off,
      )}
      draggable={mayWrite}
      onDragStart={() => dragging.start(category)}
      onDragEnd={dragging.end}
      {...(mayWrite ? dragging.target(category) : {})}
    >
      <td>
        <span
          className={classes.name}
          ref={(node) => node?.style.setProperty('--depth', String(depth))}
        >
          {mayWrite ? (
            <span className={classes.grip} aria-hidden="true">
              <Icon of={IconGripVertical} size="s" />
            </span>
          ) : null}
          {hasChildren && canFold ? (
            <ActionIcon
              size="xs"
              aria-expanded={!isFolded}
              aria-label={t(isFolded ? 'categories.unfold' : 'categories.fold', { name })}
              onClick={onFold}
            >
              <Icon of={isFolded ? IconChevronRight : IconChevronDown} size="s" />
            </ActionIcon>
          ) : (
            <span className={classes.leaf} />
          )}
          <OpenCell
            name={name}
            sub={category.description}
            off={!category.is_active}
            onOpen={() => onOpen(category.id)}
          />
        </span>
      </td>
      <td className={classes.count}>
        <TicketsCell count={tickets} />
      </td>
      {mayWrite ? (
        <td className={classes.actions}>
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon size="sm" aria-label={t('categories.more', { name })}>
                <Icon of={IconDots} size="s" />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                leftSection={<Icon of={IconPencil} size="s" />}
                onClick={() => onOpen(category.id)}
              >
                {t('categories.edit')}
              </Menu.Item>
              <Menu.Item
                leftSection={<Icon of={IconPlus} size="s" />}
                onClick={() => onAddBelow(category.id)}
              >
                {t('categories.addBelow')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </td>
      ) : null}
    </tr>
  );
}

/** The tree as lines; a line is dragged onto the one it shall go below. */
export function CategoryTree(props: Props) {
  const { categories, mayWrite, canFold } = props;
  const { t } = useTranslation('catalog');
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const { data: usage } = useQuery(usageQuery('category'));
  const counts = usage ? withBelow(categories, usage) : undefined;
  const dragging = useDragging();
  const fold = (id: string) =>
    setFolded(
      (now) => new Set(now.has(id) ? [...now].filter((each) => each !== id) : [...now, id]),
    );
  return (
    <>
      {dragging.moved?.parent_id ? (
        <div
          className={cx(classes.top, dragging.over === TOP && classes.over)}
          {...dragging.target(null)}
        >
          {t('categories.dropTop')}
        </div>
      ) : null}
      <table className={classes.tree} aria-label={t('categories.title')}>
        <thead>
          <tr>
            <th scope="col">{t('categories.name')}</th>
            <th scope="col" className={classes.count}>
              {t('usedBy')}
            </th>
            {mayWrite ? <td /> : null}
          </tr>
        </thead>
        <tbody>
          {linesOf(categories, canFold ? folded : new Set()).map((line) => (
            <Line
              key={line.category.id}
              {...props}
              line={line}
              isFolded={folded.has(line.category.id)}
              tickets={counts && (counts.get(line.category.id) ?? 0)}
              dragging={dragging}
              onFold={() => fold(line.category.id)}
            />
          ))}
        </tbody>
      </table>
    </>
  );
}

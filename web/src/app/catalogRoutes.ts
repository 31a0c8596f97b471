import { type AnyRoute, createRoute } from '@tanstack/react-router';

import { page } from '@/app/page';
import { readCategorySearch } from '@/features/catalog/lib/categorySearch';
import { readListSearch } from '@/shared/lib/listSearch';

/** The pages of what tickets are made of: categories, fields, texts. */
export const catalogRoutes = <Settings extends AnyRoute>(settings: Settings) => {
  const texts = ['catalog'] as const;
  const categories = createRoute({
    getParentRoute: () => settings,
    path: 'categories',
    validateSearch: readCategorySearch,
    component: page(
      () => import('@/features/catalog/components/CategoriesPage'),
      'CategoriesPage',
      ...texts,
    ),
  });
  const priorities = createRoute({
    getParentRoute: () => settings,
    path: 'priorities',
    validateSearch: readListSearch,
    component: page(
      () => import('@/features/catalog/components/PrioritiesPage'),
      'PrioritiesPage',
      ...texts,
    ),
  });
  const fields = createRoute({
    getParentRoute: () => settings,
    path: 'fields',
    validateSearch: readListSearch,
    component: page(
      () => import('@/features/catalog/components/FieldsPage'),
      'FieldsPage',
      ...texts,
    ),
  });
  const templates = createRoute({
    getParentRoute: () => settings,
    path: 'templates',
    validateSearch: readListSearch,
    component: page(
      () => import('@/features/catalog/components/TemplatesPage'),
      'TemplatesPage',
      ...texts,
    ),
  });
  const replies = createRoute({
    getParentRoute: () => settings,
    path: 'replies',
    validateSearch: readListSearch,
    component: page(
      () => import('@/features/catalog/components/RepliesPage'),
      'RepliesPage',
      ...texts,
    ),
  });
  const statuses = createRoute({
    getParentRoute: () => settings,
    path: 'statuses',
    validateSearch: readListSearch,
    component: page(
      () => import('@/features/catalog/components/SubStatusesPage'),
      'SubStatusesPage',
      ...texts,
    ),
  });
  const resolutions = createRoute({
    getParentRoute: () => settings,
    path: 'resolutions',
    validateSearch: readListSearch,
    component: page(() => import('@/features/catalog/components/CodesPage'), 'CodesPage', ...texts),
  });
  const tags = createRoute({
    getParentRoute: () => settings,
    path: 'tags',
    validateSearch: readListSearch,
    component: page(() => import('@/features/catalog/components/TagsPage'), 'TagsPage', ...texts),
  });
  return [categories, priorities, fields, templates, replies, statuses, resolutions, tags] as const;
};

import { type AnyRoute, createRoute } from '@tanstack/react-router';

import { page } from '@/app/page';
import { readCategorySearch } from '@/features/catalog/lib/categorySearch';
import { readListSearch } from '@/shared/lib/listSearch';

/** The pages of what tickets are made of: categories, fields, texts. */
export const catalogRoutes = <Settings extends AnyRoute>(settings: Settings) => {
  const getParentRoute = () => settings;
  const texts = ['catalog'] as const;
  return [
    createRoute({
      getParentRoute,
      path: 'categories',
      validateSearch: readCategorySearch,
      component: page(
        () => import('@/features/catalog/components/CategoriesPage'),
        'CategoriesPage',
        ...texts,
      ),
    }),
    createRoute({
      getParentRoute,
      path: 'priorities',
      validateSearch: readListSearch,
      component: page(
        () => import('@/features/catalog/components/PrioritiesPage'),
        'PrioritiesPage',
        ...texts,
      ),
    }),
    createRoute({
      getParentRoute,
      path: 'fields',
      validateSearch: readListSearch,
      component: page(
        () => import('@/features/catalog/components/FieldsPage'),
        'FieldsPage',
        ...texts,
      ),
    }),
    createRoute({
      getParentRoute,
      path: 'templates',
      validateSearch: readListSearch,
      component: page(
        () => import('@/features/catalog/components/TemplatesPage'),
        'TemplatesPage',
        ...texts,
      ),
    }),
    createRoute({
      getParentRoute,
      path: 'replies',
      validateSearch: readListSearch,
      component: page(
        () => import('@/features/catalog/components/RepliesPage'),
        'RepliesPage',
        ...texts,
      ),
    }),
    createRoute({
      getParentRoute,
      path: 'statuses',
      validateSearch: readListSearch,
      component: page(
        () => import('@/features/catalog/components/SubStatusesPage'),
        'SubStatusesPage',
        ...texts,
      ),
    }),
    createRoute({
      getParentRoute,
      path: 'resolutions',
      validateSearch: readListSearch,
      component: page(
        () => import('@/features/catalog/components/CodesPage'),
        'CodesPage',
        ...texts,
      ),
    }),
    createRoute({
      getParentRoute,
      path: 'tags',
      validateSearch: readListSearch,
      component: page(() => import('@/features/catalog/components/TagsPage'), 'TagsPage', ...texts),
    }),
  ] as const;
};

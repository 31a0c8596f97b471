import { useTranslation } from 'react-i18next';

const SUBJECTS = [
  'ticket',
  'board',
  'project',
  'macro',
  'time',
  'catalog',
  'cmdb',
  'people',
  'team',
  'role',
  'token',
  'audit',
  'settings',
  'stats',
  'connection',
  'import',
] as const;

export type PermissionGroup = {
  subject: (typeof SUBJECTS)[number] | 'other';
  permissions: string[];
};

/** Permissions by what they are about, in reading order; new subjects come last. */
export function groupPermissions(permissions: readonly string[]): PermissionGroup[] {
  const subjectOf = (permission: string) =>
    SUBJECTS.find((subject) => permission.startsWith(`${subject}:`)) ?? 'other';
  return [...SUBJECTS, 'other' as const]
    .map((subject) => ({
      subject,
      permissions: permissions.filter((permission) => subjectOf(permission) === subject),
    }))
    .filter((group) => group.permissions.length > 0);
}

/** The words for a permission; one that has none yet shows its name. */
export function usePermissionName(): (permission: string) => string {
  // Where they are seldom needed, the words come a moment later.
  const { t } = useTranslation('permissions', { useSuspense: false });
  return (permission) =>
    t(`name.${permission.replace(':', '_')}` as 'name.self', { defaultValue: permission });
}

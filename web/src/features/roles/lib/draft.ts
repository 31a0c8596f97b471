import type { Permission, Role, RoleChange } from '@/features/roles/api/roles';

/** What was ticked otherwise than stored: `agent ticket:delete`. */
export type Draft = ReadonlySet<string>;

const cell = (role: string, permission: string) => `${role} ${permission}`;

/** Whether the role may, after the draft. */
export function may(draft: Draft, { role, permissions }: Role, permission: Permission): boolean {
  const stored = permissions.includes(permission);
  return draft.has(cell(role, permission)) ? !stored : stored;
}

/** Turn one cell round; turned twice it is as stored. */
export function turned(draft: Draft, role: string, permission: string): Draft {
  const next = new Set(draft);
  const key = cell(role, permission);
  if (!next.delete(key)) next.add(key);
  return next;
}

/** The roles that differ, with all their permissions. */
export function changesOf(
  draft: Draft,
  roles: readonly Role[],
  all: readonly Permission[],
): RoleChange[] {
  return roles
    .filter(({ role }) => [...draft].some((key) => key.startsWith(`${role} `)))
    .map((role) => ({
      role: role.role,
      version: role.version,
      permissions: all.filter((permission) => may(draft, role, permission)),
    }));
}
